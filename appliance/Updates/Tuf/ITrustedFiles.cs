namespace Hearth.Updates.Tuf;

/// <summary>
/// The metadata that was trusted before, under the names that <see cref="TrustedChange.File"/> has, with each change of a
/// step in it once the step is answered. Nothing of it is believed unread: its signatures are checked again.
/// </summary>
public interface ITrustedFiles
{
    /// <summary>Reads a file; null where there is none, or one of more than <paramref name="mostBytes"/>.</summary>
    byte[]? Read(string file, int mostBytes);
}
