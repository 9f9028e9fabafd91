using Hearth.Protocol.Publications;

namespace Hearth.Protocol.Consumer;

/// <summary>The digests of the manifest segments around where the fetch is.</summary>
internal sealed class ManifestDigests
{
    /// <summary>Manifest segments kept: those of all segments that can be pending, and the next ones.</summary>
    public const int Capacity = 16;

    private readonly byte[][] digests = new byte[Capacity][];
    private readonly long[] numbers = new long[Capacity];

    public ManifestDigests() => Array.Fill(numbers, -1);

    /// <summary>Digests in each manifest segment but the last; 0 until the first one is there.</summary>
    public int PerSegment { get; private set; }

    /// <summary>Keeps a manifest segment; false when its content is no list of digests, or of another length than the others.</summary>
    public bool TryAdd(long number, bool isLast, ReadOnlySpan<byte> content)
    {
        var count = content.Length / PublicationNames.ManifestDigestSize;
        if (count == 0 || content.Length % PublicationNames.ManifestDigestSize != 0)
        {
            return false;
        }

        if (number == 0)
        {
            PerSegment = count;
        }
        else if (isLast ? count > PerSegment : count != PerSegment)
        {
            return false;
        }

        digests[number % Capacity] = content.ToArray();
        numbers[number % Capacity] = number;
        return true;
    }

    /// <summary>Which manifest segment names a segment; the first until their length is known.</summary>
    public long NumberFor(long segment) => PerSegment == 0 ? 0 : segment / PerSegment;

    /// <summary>Whether a manifest segment is there.</summary>
    public bool Has(long number) => numbers[number % Capacity] == number;

    /// <summary>The digest of a segment's packet; empty when its manifest segment is not there, or ends before it.</summary>
    public ReadOnlySpan<byte> Of(long segment)
    {
        var number = NumberFor(segment);
        if (PerSegment == 0 || !Has(number))
        {
            return [];
        }

        var list = digests[number % Capacity];
        var offset = (int)(segment % PerSegment) * PublicationNames.ManifestDigestSize;
        return offset < list.Length ? list.AsSpan(offset, PublicationNames.ManifestDigestSize) : [];
    }
}
