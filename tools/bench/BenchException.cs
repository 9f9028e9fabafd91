namespace Hearth.Bench;

/// <summary>A figure could not be taken; the message is one line that says why.</summary>
internal sealed class BenchException(string message) : Exception(message);
