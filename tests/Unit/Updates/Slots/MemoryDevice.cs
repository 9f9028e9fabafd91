using Hearth.Updates.Slots;

namespace Hearth.Tests.Updates.Slots;

/// <summary>A partition in memory, which may fail and which says what was done to it.</summary>
internal sealed class MemoryDevice(int length, string name = "", List<string>? story = null) : IBlockDevice
{
    private readonly List<string> story = story ?? [];

    public byte[] Bytes { get; } = new byte[length];

    /// <summary>Writes that work before the medium fails.</summary>
    public int WritesLeft { get; set; } = int.MaxValue;

    /// <summary>A byte at this offset does not take what is written.</summary>
    public int? BadByte { get; set; }

    public int LargestWrite { get; private set; }

    public long Length => Bytes.Length;

    public void Read(long offset, Span<byte> buffer) => Bytes.AsSpan((int)offset, buffer.Length).CopyTo(buffer);

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        if (WritesLeft-- <= 0)
        {
            throw new IOException("the medium fails");
        }

        bytes.CopyTo(Bytes.AsSpan((int)offset));
        if (BadByte is { } bad && bad >= offset && bad < offset + bytes.Length)
        {
            Bytes[bad] ^= 1;
        }

        LargestWrite = Math.Max(LargestWrite, bytes.Length);
        Tell(offset == 0 ? $"{name} head" : $"{name} rest");
    }

    public void Flush() => Tell($"{name} flush");

    private void Tell(string what)
    {
        if (story.LastOrDefault() != what)
        {
            story.Add(what);
        }
    }
}
