namespace Hearth.Release.Commands;

/// <summary>A wrong argument; the message says what to write.</summary>
internal sealed class WrongUsageException(string message) : Exception(message);
