namespace Hearth.CommandLine;

/// <summary>A verb could not do its work: one line that says what to do about it, exit code 1.</summary>
internal sealed class VerbFailedException(string line) : Exception(line);
