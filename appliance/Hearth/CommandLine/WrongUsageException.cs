namespace Hearth.CommandLine;

/// <summary>The command line asks for something that cannot be: one line that names the option, exit code 2.</summary>
internal sealed class WrongUsageException(string line) : Exception(line);
