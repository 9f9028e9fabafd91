using System.Text;

namespace Hearth.Updates.Slots;

/// <summary>A block of GRUB's environment in one sector: a line that names it, lines <c>NAME=value</c>, then <c>#</c> to its end.</summary>
internal static class GrubEnvironment
{
    /// <summary>Bytes in a sector, which a disk writes whole or not at all, if it keeps its promise.</summary>
    public const int SectorSize = 512;

    private static ReadOnlySpan<byte> Signature => "# GRUB Environment Block\n"u8;

    /// <summary>Writes the lines, each ending in a line feed.</summary>
    public static void Write(string lines, Span<byte> sector)
    {
        sector.Fill((byte)'#');
        Signature.CopyTo(sector);
        Encoding.ASCII.GetBytes(lines, sector[Signature.Length..]);
    }

    /// <summary>
    /// Reads a value as GRUB's <c>load_env</c> does: the last of a name holds, and a line without an end is none.
    /// </summary>
    /// <returns>The value; nothing where there is no such line; null where this is no such block.</returns>
    public static string? Read(ReadOnlySpan<byte> sector, ReadOnlySpan<byte> name)
    {
        if (!sector.StartsWith(Signature))
        {
            return null;
        }

        var value = "";
        var rest = sector[Signature.Length..];
        while (rest.Length > 0)
        {
            var end = rest.IndexOf((byte)'\n');
            if (rest[0] != '#')
            {
                // A name goes on until its sign, over line feeds too.
                var sign = rest.IndexOf((byte)'=');
                var length = sign < 0 ? -1 : rest[sign..].IndexOf((byte)'\n');
                if (length < 0)
                {
                    return value;
                }

                value = rest[..sign].SequenceEqual(name) ? Encoding.Latin1.GetString(rest[(sign + 1)..(sign + length)]) : value;
                end = sign + length;
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return value;
    }

    /// <summary>Bytes by which the lines may grow: the run of <c>#</c> behind the last of them; <c>save_env</c> finds none where that does not end.</summary>
    public static int Room(ReadOnlySpan<byte> sector)
    {
        var lines = sector.LastIndexOfAnyExcept((byte)'#') + 1;
        return lines > 0 && sector[lines - 1] == '\n' ? sector.Length - lines : 0;
    }
}
