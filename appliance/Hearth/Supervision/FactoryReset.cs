using Hearth.CommandLine;

namespace Hearth.Supervision;

/// <summary>Erases everything that an owner put on a board. For a process that has nothing of it open.</summary>
internal static class FactoryReset
{
    /// <summary>Erases; what a power cut leaves is erased by <see cref="FinishIfInterrupted"/> at the next start.</summary>
    public static void Erase(StateDirectory state)
    {
        Directory.CreateDirectory(state.Root);
        using (FileStream marker = new(Marker(state), FileMode.Create))
        {
            marker.Flush(flushToDisk: true);
        }

        FinishIfInterrupted(state);
    }

    /// <summary>Goes on where an erasure was cut off; to be called before anything in the state is opened.</summary>
    public static void FinishIfInterrupted(StateDirectory state)
    {
        if (!File.Exists(Marker(state)))
        {
            return;
        }

        // The keys first: without them the rest belongs to nobody.
        if (Directory.Exists(state.Keys))
        {
            Directory.Delete(state.Keys, recursive: true);
        }

        foreach (var entry in new DirectoryInfo(state.Root).EnumerateFileSystemInfos())
        {
            // Only what is Hearth's: somebody may have given a folder that holds other things too. What is in the run
            // folder is the supervisor's, which is alive.
            if (!state.Holds(entry.Name))
            {
                continue;
            }

            if (entry is DirectoryInfo { LinkTarget: null } folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }

        File.Delete(Marker(state));
    }

    private static string Marker(StateDirectory state) => Path.Join(state.Root, "erasing");
}
