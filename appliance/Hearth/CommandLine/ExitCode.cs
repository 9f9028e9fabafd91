namespace Hearth.CommandLine;

/// <summary>What the process tells its caller; part of the command line's contract.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Failed; one line on stderr says what to do.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage; one line on stderr names what is wrong.</summary>
    public const int WrongUsage = 2;

    /// <summary>For init only: start this process again (<c>EX_TEMPFAIL</c> of sysexits.h).</summary>
    public const int StartAgain = 75;
}
