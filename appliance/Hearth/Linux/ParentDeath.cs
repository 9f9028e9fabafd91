using System.Globalization;
using System.Runtime.InteropServices;

namespace Hearth.Linux;

/// <summary>Children that end with their parent, however it ends (PR_SET_PDEATHSIG, prctl(2)).</summary>
/// <remarks>
/// The kernel means the thread that made the child, not the process: <see cref="ProcessSpawner"/> makes them all on one
/// thread, which lives as long as the process.
/// </remarks>
internal static partial class ParentDeath
{
    private const string Variable = "HEARTH_PARENT";
    private const int SetParentDeathSignal = 1;
    private const int Sigkill = 9;

    /// <summary>The environment by which a child learns that it is to end with this process.</summary>
    public static KeyValuePair<string, string?> Request => new(Variable, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));

    /// <summary>Does as the parent asked, if it asked. To be called first of all.</summary>
    public static void FollowIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } parent)
        {
            return;
        }

        // It is for this process alone and not for what it starts in turn.
        Environment.SetEnvironmentVariable(Variable, null);
        _ = ProcessControl(SetParentDeathSignal, Sigkill, 0, 0, 0);
        // The parent may have ended before the request was in place.
        if (ParentProcessId().ToString(CultureInfo.InvariantCulture) != parent)
        {
            Environment.Exit(CommandLine.ExitCode.StartAgain);
        }
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nuint first, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int ParentProcessId();
}
