namespace Hearth.CommandLine;

/// <summary>Where local applications find the forwarder.</summary>
internal static class FaceSocketPath
{
    /// <summary>Where NFD has it, and so where every NDN application looks first.</summary>
    public const string OfNfd = "/run/nfd/nfd.sock";

    /// <summary>The path that the node opens: as given, else NFD's where its folder can be written, else inside the state.</summary>
    public static string OfNode(HearthOptions options) =>
        options.Socket ?? (NfdFolderIsOurs(options.Surroundings) ? options.Surroundings.WellKnown(OfNfd) : options.State.FaceSocket);

    /// <summary>The path where a client looks when nothing says otherwise: the node of its own state, else NFD's.</summary>
    public static string OfClient(HearthOptions options) =>
        File.Exists(options.State.FaceSocket) ? options.State.FaceSocket : options.Surroundings.WellKnown(OfNfd);

    private static bool NfdFolderIsOurs(Surroundings surroundings)
    {
        var folder = Path.GetDirectoryName(surroundings.WellKnown(OfNfd))!;
        try
        {
            Directory.CreateDirectory(folder);
            // Only writing tells: mode bits say nothing about a read-only mount or a confinement.
            using (File.Create(Path.Join(folder, $".hearth-{Environment.ProcessId}"), 1, FileOptions.DeleteOnClose))
            {
                return true;
            }
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
