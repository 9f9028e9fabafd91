namespace Hearth.Updates.Slots;

/// <summary>
/// The boot record on its two copies. One is written, flushed and read back before the other is touched, so that at every
/// moment one of them is whole.
/// </summary>
/// <param name="copy1">The sectors of copy 1, <see cref="BootRecordCopy.Size"/> bytes.</param>
/// <param name="copy2">The sectors of copy 2.</param>
/// <param name="tries">The boot loader's block.</param>
public sealed class BootRecordStore(IBlockDevice copy1, IBlockDevice copy2, IBlockDevice tries)
{
    /// <summary>The newest readable copy; <see cref="BootRecord.Unknown"/> where there is none.</summary>
    public BootRecord Read()
    {
        var (first, second) = (Read(1), Read(2));
        return second.Sequence > first.Sequence ? second : first;
    }

    /// <summary>What the boot loader noted; null where it cannot be read.</summary>
    public TriesBlock? ReadTries()
    {
        Span<byte> sector = stackalloc byte[TriesBlock.Size];
        tries.Read(0, sector);
        return TriesBlock.Decode(sector);
    }

    /// <summary>Writes a record; it holds from the moment that its first copy is on the medium.</summary>
    /// <exception cref="IOException">A copy cannot be written, or is not what was written. The record before it may still hold.</exception>
    public void Write(BootRecord record)
    {
        var newest = Read(2).Sequence > Read(1).Sequence ? 2 : 1;
        // The newest stays until the other is newer.
        Write(3 - newest, record);
        Write(newest, record);
    }

    /// <summary>
    /// Mends what a power cut left: a copy that is torn or older than the other, and the boot loader's block, without which
    /// it would try nothing. For a system whose slot is known to be good, as then nobody waits for what the block says.
    /// </summary>
    public void Mend()
    {
        var record = Read();
        for (var number = 1; number <= 2; number++)
        {
            if (record != BootRecord.Unknown && Read(number) != record)
            {
                Write(number, record);
            }
        }

        if (ReadTries() is null)
        {
            Span<byte> sector = stackalloc byte[TriesBlock.Size];
            TriesBlock.Empty.Encode(sector);
            tries.Write(0, sector);
            tries.Flush();
        }
    }

    private BootRecord Read(int number)
    {
        Span<byte> bytes = stackalloc byte[BootRecordCopy.Size];
        Copy(number).Read(0, bytes);
        return BootRecordCopy.TryDecode(bytes, number, out var record) ? record : BootRecord.Unknown;
    }

    private void Write(int number, BootRecord record)
    {
        Span<byte> bytes = stackalloc byte[BootRecordCopy.Size];
        BootRecordCopy.Encode(record, number, bytes);
        Copy(number).Write(0, bytes);
        Copy(number).Flush();
        if (Read(number) != record)
        {
            throw new IOException($"copy {number} of the boot record does not hold what was written to it");
        }
    }

    private IBlockDevice Copy(int number) => number == 1 ? copy1 : copy2;
}
