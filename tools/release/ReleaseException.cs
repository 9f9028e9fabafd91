namespace Hearth.Release;

/// <summary>Something that whoever releases can put right; the message says how.</summary>
internal sealed class ReleaseException(string message) : Exception(message);
