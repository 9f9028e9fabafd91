namespace Hearth.Web;

/// <summary>What is wrong with a setting.</summary>
public enum SettingErrorReason
{
    /// <summary>No setting has that key.</summary>
    Unknown,

    /// <summary>A number was expected and something else was given, or the reverse.</summary>
    WrongType,

    /// <summary>Below the least value.</summary>
    TooSmall,

    /// <summary>Above the greatest value.</summary>
    TooLarge,

    /// <summary>Not one of the choices.</summary>
    NotAChoice,

    /// <summary>This machine does not have that much.</summary>
    MoreThanTheMachineHas,
}
