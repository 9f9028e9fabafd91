namespace Hearth.Discovery;

/// <summary>What came of asking a neighbour whether it is whose it says.</summary>
internal enum NeighbourVerdict
{
    /// <summary>It is: it holds the key of the device that the owner's claim names.</summary>
    Proven,

    /// <summary>It did not answer in time.</summary>
    NoAnswer,

    /// <summary>It answered with something else than a claim of that namespace signed by its owner.</summary>
    NoClaim,

    /// <summary>It repeats the claim of an appliance that it is not.</summary>
    NotTheDevice,

    /// <summary>Its owner is another than the one who was met first in that namespace.</summary>
    AnotherOwner,

    /// <summary>It is met for the first time, and that cannot be remembered.</summary>
    NotPinned,
}
