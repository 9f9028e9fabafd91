using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Hearth.Tests.Machine;

/// <summary>
/// The tests' hands inside a machine: a BusyBox shell that the tests' own initramfs leaves behind on a virtio port. It is no
/// part of the image.
/// </summary>
internal sealed class MachineAgent : IDisposable
{
    private readonly LineChannel channel;
    private int number;

    public MachineAgent(NetworkStream stream) => channel = new LineChannel(stream, "the agent", line => line.Length == 0);

    /// <summary>How many lines it has said; where <see cref="ReadyAsync"/> starts after a reset.</summary>
    public int Said => channel.Answers.Count;

    /// <summary>Waits until it is there; after a reset, until it is there again.</summary>
    public Task ReadyAsync(TimeSpan within, CancellationToken cancel, int from = 0) =>
        channel.Answers.WaitAsync(line => line == "ready", "ready", within, cancel, from);

    /// <summary>Runs a shell script in the machine, as root, in the agent's own small root.</summary>
    public async Task<AgentResult> TryRunAsync(string script, CancellationToken cancel, double withinSeconds = 60)
    {
        var id = $"{Interlocked.Increment(ref number)}";
        var question = $"{id} {Convert.ToBase64String(Encoding.UTF8.GetBytes(script))}";
        var line = await channel.AskAsync(
            question, line => line.StartsWith($"{id} ", StringComparison.Ordinal), TimeSpan.FromSeconds(withinSeconds), cancel);
        var parts = line.Split(' ');
        return new AgentResult(int.Parse(parts[1], CultureInfo.InvariantCulture), Encoding.UTF8.GetString(Convert.FromBase64String(parts[2])).Trim());
    }

    /// <summary>Runs a shell script in the machine and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It did not end with 0.</exception>
    public async Task<string> RunAsync(string script, CancellationToken cancel, double withinSeconds = 60)
    {
        var (code, output) = await TryRunAsync(script, cancel, withinSeconds);
        return code == 0 ? output : throw new InvalidOperationException($"In the machine, {script} ended with {code}: {output}");
    }

    public void Dispose() => channel.Dispose();
}
