namespace Hearth.Updates.Bundle;

/// <summary>Something that is fetched, named by what it holds: the same for every board and release that has it.</summary>
/// <param name="Path">Its name below the channel's folder or prefix: <c>chunks/HASH</c> or <c>deltas/OLD-NEW</c>.</param>
/// <param name="StoredLength">Its bytes: more or fewer are not taken.</param>
public sealed record BundleObject(string Path, int StoredLength)
{
    /// <summary>The object that brings a chunk.</summary>
    public static BundleObject Of(BundlePiece piece) => new($"chunks/{piece.Hash}", piece.StoredLength);

    /// <summary>The object that brings a delta.</summary>
    public static BundleObject Of(BundleDelta delta) => new($"deltas/{delta.OldHash}-{delta.NewHash}", delta.StoredLength);
}
