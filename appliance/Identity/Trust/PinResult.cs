namespace Hearth.Identity.Trust;

/// <summary>What became of an owner that was seen.</summary>
public enum PinResult
{
    /// <summary>The first in this namespace; now pinned.</summary>
    Pinned,

    /// <summary>The one that is pinned.</summary>
    Known,

    /// <summary>Another than the one that is pinned, which stays.</summary>
    Differs,

    /// <summary>The first in this namespace, but there is no room for another pin.</summary>
    Full,
}
