namespace Hearth.Forwarding;

/// <summary>Who can be at the other end of a face; the numbers are those of NFD's face management.</summary>
public enum FaceScope
{
    /// <summary>Another machine.</summary>
    NonLocal = 0,

    /// <summary>A program on this machine; only such a face sees <c>/localhost</c>.</summary>
    Local = 1,
}
