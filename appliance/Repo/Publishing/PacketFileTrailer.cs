using System.Buffers.Binary;
using System.Security.Cryptography;
using Hearth.Protocol;

namespace Hearth.Repo.Publishing;

/// <summary>
/// The last bytes of a packet file: how it is laid out, and a digest over that and the versioned name, so that a
/// file that was cut, mixed up or overwritten is not served. Big endian, as everything else on the wire.
/// </summary>
internal static class PacketFileTrailer
{
    /// <summary>Bytes: magic 8, stride 4, payload 4, segments 8, manifest segments 8, digest 32.</summary>
    public const int Size = FieldsSize + SHA256.HashSizeInBytes;

    private const int FieldsSize = 32;

    // The last character is the format's version.
    private static ReadOnlySpan<byte> Magic => "HEARTHP1"u8;

    /// <summary>Writes the trailer.</summary>
    public static void Write(Span<byte> destination, PacketLayout layout, Name versionedName)
    {
        Magic.CopyTo(destination);
        BinaryPrimitives.WriteInt32BigEndian(destination[8..], layout.Stride);
        BinaryPrimitives.WriteInt32BigEndian(destination[12..], layout.Payload);
        BinaryPrimitives.WriteInt64BigEndian(destination[16..], layout.Segments);
        BinaryPrimitives.WriteInt64BigEndian(destination[24..], layout.ManifestSegments);
        ComputeDigest(destination[..FieldsSize], versionedName, destination[FieldsSize..]);
    }

    /// <summary>Reads the trailer; false when it is not this version's, or the file has another length.</summary>
    public static bool TryRead(ReadOnlySpan<byte> trailer, Name versionedName, long fileBytes, out PacketLayout layout)
    {
        layout = default;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        ComputeDigest(trailer[..FieldsSize], versionedName, digest);
        if (!trailer.StartsWith(Magic) || !digest.SequenceEqual(trailer[FieldsSize..]))
        {
            return false;
        }

        layout = new PacketLayout(
            BinaryPrimitives.ReadInt32BigEndian(trailer[8..]),
            BinaryPrimitives.ReadInt32BigEndian(trailer[12..]),
            BinaryPrimitives.ReadInt64BigEndian(trailer[16..]),
            BinaryPrimitives.ReadInt64BigEndian(trailer[24..]));
        return layout.FileBytes == fileBytes;
    }

    private static void ComputeDigest(ReadOnlySpan<byte> fields, Name versionedName, Span<byte> digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(fields);
        hash.AppendData(versionedName.Value);
        hash.GetHashAndReset(digest);
    }
}
