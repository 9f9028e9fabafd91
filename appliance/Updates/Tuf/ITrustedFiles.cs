namespace Hearth.Updates.Tuf;

/// <summary>The metadata that was trusted before, under the names that <see cref="TrustedChange.File"/> has.</summary>
public interface ITrustedFiles
{
    /// <summary>Reads a file; null where there is none, or one of more than <paramref name="mostBytes"/>.</summary>
    byte[]? Read(string file, int mostBytes);
}
