namespace Hearth.CommandLine;

/// <summary>Everything that an appliance keeps lies in one folder; these are the names in it.</summary>
/// <param name="Root">The folder itself, absolute.</param>
internal sealed record StateDirectory(string Root)
{
    /// <summary>The repo's database.</summary>
    public string Database => Path.Join(Root, "hearth.db");

    /// <summary>Published packet files.</summary>
    public string Content => Path.Join(Root, "content");

    /// <summary>Private keys; folder 0700, files 0600.</summary>
    public string Keys => Path.Join(Root, "keys");

    /// <summary>Owners' keys, pinned at first sight.</summary>
    public string Pins => Path.Join(Root, "pins.json");

    /// <summary>The pins of owners whose appliances were met as neighbours, and not by the owner's own asking.</summary>
    public string Neighbours => Path.Join(Root, "neighbours");

    /// <summary>The owner's settings.</summary>
    public string Settings => Path.Join(Root, "settings.json");

    /// <summary>Browsers that are signed in.</summary>
    public string Sessions => Path.Join(Root, "sessions.json");

    /// <summary>Other people's popular content, kept over restarts.</summary>
    public string Cache => Path.Join(Root, "cache");

    /// <summary>Updates that were fetched, for neighbours to have, and what is known of them.</summary>
    public string Updates => Path.Join(Root, "updates");

    /// <summary>An update that the owner brought in a file, until it is installed.</summary>
    public string Brought => Path.Join(Root, "brought");

    /// <summary>Sockets and locks; worth nothing after a restart.</summary>
    public string Run => Path.Join(Root, "run");

    /// <summary>Held by the one <c>hearth run</c> on this folder.</summary>
    public string RunLock => Path.Join(Run, "run.lock");

    /// <summary>Where the supervisor listens for its children.</summary>
    public string SupervisorSocket => Path.Join(Run, "supervisor.sock");

    /// <summary>Where a simulated board's button is pressed.</summary>
    public string BoardSocket => Path.Join(Run, "board.sock");

    /// <summary>The owner's API: the panel's HTTP API; whoever can open this socket is the owner.</summary>
    public string OwnerSocket => Path.Join(Run, "node.sock");

    /// <summary>Where the updater connects to the node.</summary>
    public string UpdatesSocket => Path.Join(Run, "updates.sock");

    /// <summary>The NDN socket for local applications, where <c>/run/nfd</c> cannot be written.</summary>
    public string FaceSocket => Path.Join(Run, "nfd.sock");

    /// <summary>
    /// Whether an entry of the folder is one of the owner's things kept here: one of the above but the run folder, or
    /// what SQLite and unfinished writes put beside them.
    /// </summary>
    public bool Holds(string entry)
    {
        string[] kept = [Database, Content, Keys, Pins, Neighbours, Settings, Sessions, Cache, Updates, Brought];
        string[] suffixes = ["", "-wal", "-shm", "-journal", ".erased"];
        return kept.Select(path => Path.GetFileName(path)).Any(name => suffixes.Any(suffix => entry == name + suffix)
            || (entry.StartsWith($"{name}.", StringComparison.Ordinal) && entry.EndsWith(".new", StringComparison.Ordinal)));
    }

    /// <summary>
    /// <c>$XDG_STATE_HOME/hearth</c>, else <c>~/.local/state/hearth</c> (XDG Base Directory Specification 0.8).
    /// </summary>
    public static string DefaultRoot(Surroundings surroundings) =>
        Path.Join(surroundings.Given("XDG_STATE_HOME") ?? Path.Join(surroundings.Home, ".local", "state"), "hearth");
}
