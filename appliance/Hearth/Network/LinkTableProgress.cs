namespace Hearth.Network;

/// <summary>How far the kernel's answer is.</summary>
internal enum LinkTableProgress
{
    /// <summary>More is to come.</summary>
    More,

    /// <summary>That was all.</summary>
    Complete,

    /// <summary>It is refused, malformed, or overtaken by a change: ask again.</summary>
    Spoilt,
}
