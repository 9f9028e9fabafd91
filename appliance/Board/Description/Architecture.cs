namespace Hearth.Board.Description;

/// <summary>A processor's architecture, as Debian names it.</summary>
public enum Architecture
{
    /// <summary>64-bit ARM.</summary>
    Arm64,

    /// <summary>64-bit x86.</summary>
    Amd64,
}
