using Hearth.Updates.Bundle;

namespace Hearth.Updates.Fetch;

/// <summary>
/// One object on its way, by whichever source goes on with it: from the byte that is held, to its last and no further.
/// </summary>
/// <param name="wanted">The object.</param>
/// <param name="held">Bytes of it that are there already.</param>
public sealed class ObjectDownload(BundleObject wanted, long held)
{
    /// <summary>The object.</summary>
    public BundleObject Wanted { get; } = wanted;

    /// <summary>Bytes that are there; the next source begins behind them.</summary>
    public long Held { get; private set; } = held <= wanted.StoredLength ? held : 0;

    /// <summary>Whether all of it is there. Only its hash says whether it is the object.</summary>
    public bool IsWhole => Held == Wanted.StoredLength;

    /// <summary>Takes the next bytes; false where more came than there are, and then none of these is to be kept.</summary>
    public bool TryTake(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Wanted.StoredLength - Held)
        {
            return false;
        }

        Held += bytes.Length;
        return true;
    }

    /// <summary>What is there is not the object: nothing of it is kept.</summary>
    public void StartOver() => Held = 0;
}
