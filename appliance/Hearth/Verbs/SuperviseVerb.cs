using System.CommandLine;
using Hearth.CommandLine;
using Hearth.Devices;
using Hearth.Logging;
using Hearth.Supervision;
using Hearth.Updates.Slots;

namespace Hearth.Verbs;

/// <summary><c>hearth supervise</c>: the button, the light, the watchdog, and the processes beside it.</summary>
internal static class SuperviseVerb
{
    private const int InitProcess = 1;

    /// <summary>Makes the verb.</summary>
    public static Command Create(VerbActions actions)
    {
        Flags flags = new();
        Command supervise = new("supervise", "the supervisor: button, light, restarts")
        {
            flags.Simulated, flags.Board, flags.Link, flags.Group, flags.NodeUser, flags.UpdaterUser, flags.Reset, flags.Slots, flags.Slot, flags.Root, flags.Init,
        };
        return actions.Run(supervise, (call, stop) => RunAsync(call, flags, stop));
    }

    private static async Task<int> RunAsync(VerbCall call, Flags flags, CancellationToken stop)
    {
        var log = LineLogger.Create("supervisor", call.Error, call.Options.Surroundings.Given("HEARTH_LOG"));
        switch (call.Value(flags.Simulated), call.Value(flags.Board))
        {
            case (true, null):
                SimulatedBoard simulated = new(call.Options.State.BoardSocket, TimeProvider.System, log);
                await Host(call, flags, simulated, log).RunAsync(stop).ConfigureAwait(false);
                return ExitCode.Done;
            case (false, { } file):
                using (DeviceBoard board = new(BoardFile.Read(file), call.Value(flags.Root)!, log))
                {
                    await Host(call, flags, board, log).RunAsync(stop).ConfigureAwait(false);
                }

                return ExitCode.Done;
            default:
                throw new WrongUsageException("supervise needs a board: --board FILE on a device, or --simulated.");
        }
    }

    private static SupervisorHost Host(VerbCall call, Flags flags, IBoard board, LineLogger log)
    {
        LinkAccess access = new(call.Value(flags.NodeUser), call.Value(flags.UpdaterUser), call.Value(flags.Group));
        var restart = call.Value(flags.Reset) is { } request ? new BoardRestart(new ResetRequest(request), call.Value(flags.Init)) : null;
        return new SupervisorHost(LinkPath(call, flags), access, board, restart, OpenSlots(call, flags), TimeProvider.System, call.Out, log);
    }

    private static BootSlots? OpenSlots(VerbCall call, Flags flags)
    {
        if (call.Value(flags.Slots) is not { } folder)
        {
            return null;
        }

        var running = call.Value(flags.Slot) switch
        {
            "a" => Slot.A,
            "b" => Slot.B,
            _ => throw new WrongUsageException("--slots needs the slot that runs: --slot a or --slot b."),
        };
        try
        {
            return BootSlots.Open(folder, running);
        }
        catch (IOException refusal)
        {
            throw new VerbFailedException($"--slots {folder}: {refusal.Message}");
        }
    }

    private static string LinkPath(VerbCall call, Flags flags)
    {
        if (call.Value(flags.Link) is not { } given)
        {
            return call.Options.State.SupervisorSocket;
        }

        var path = Path.GetFullPath(given);
        return UnixSocketPath.Fits(path)
            ? path
            : throw new WrongUsageException($"--link {given}: a socket's path has at most {UnixSocketPath.MaxBytes} bytes; choose a shorter one.");
    }

    private sealed class Flags
    {
        public Option<bool> Simulated { get; } = new("--simulated") { Description = "with a simulated board" };

        public Option<string> Board { get; } = new("--board") { HelpName = "FILE", Description = "with the board of this board.json" };

        public Option<string> Link { get; } = new("--link") { HelpName = "PATH", Description = "the socket where the processes connect (DIR/run/supervisor.sock)" };

        public Option<uint?> Group { get; } = new("--link-group") { HelpName = "GID", Description = "the socket's group (its folder's)" };

        public Option<uint?> NodeUser { get; } = new("--node-user") { HelpName = "UID", Description = "only this user's process may be the node" };

        public Option<uint?> UpdaterUser { get; } = new("--updater-user") { HelpName = "UID", Description = "only this user's process may be the updater" };

        public Option<string> Reset { get; } = new("--reset-request") { HelpName = "FILE", Description = "a factory reset writes to FILE, for init to erase at the next start, and restarts" };

        public Option<string> Slots { get; } = new("--slots") { HelpName = "DIR", Description = "the boot record's sectors are DIR/record1, DIR/record2 and DIR/tries" };

        public Option<string> Slot { get; } = new("--slot") { HelpName = "a|b", Description = "the slot that the boot loader started" };

        // Another machine's devices and another init stand in for this one's.
        public Option<string> Root { get; } = new("--root") { HelpName = "DIR", Hidden = true, DefaultValueFactory = _ => "/" };

        public Option<int> Init { get; } = new("--init") { HelpName = "PID", Hidden = true, DefaultValueFactory = _ => InitProcess };
    }
}
