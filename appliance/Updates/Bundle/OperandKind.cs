namespace Hearth.Updates.Bundle;

/// <summary>How a program says where something lies, in a part of its file.</summary>
public enum OperandKind : byte
{
    /// <summary>Not at all, or in a way that is not known here.</summary>
    None,

    /// <summary>x86-64 instructions: calls, jumps, and what is addressed relative to the instruction pointer.</summary>
    X64Code,

    /// <summary>Aligned addresses of eight bytes.</summary>
    Pointers,

    /// <summary>Aligned words of four bytes that count from themselves.</summary>
    Offsets,

    /// <summary>Pointers, and offsets where there is none.</summary>
    PointersAndOffsets,

    /// <summary>The records of <c>.eh_frame</c> (Linux Standard Base 5.0, 10.6).</summary>
    Frames,

    /// <summary>The sorted table of <c>.eh_frame_hdr</c>: words of four bytes that count from the section's start.</summary>
    FrameIndex,
}
