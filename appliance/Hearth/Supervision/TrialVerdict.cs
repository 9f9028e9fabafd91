namespace Hearth.Supervision;

/// <summary>What is to be done with a slot that has to prove itself.</summary>
internal enum TrialVerdict
{
    /// <summary>It is good.</summary>
    Confirm,

    /// <summary>It does all that it can without a network: a start from here on is not counted against it.</summary>
    Defer,

    /// <summary>It does not serve: a restart lets the boot loader choose again.</summary>
    GiveUp,
}
