using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Hearth.Tests.Machine;

/// <summary>
/// QEMU's qtest protocol beside normal emulation: it moves the machine's wires and hears its wires move, and nothing of it
/// is inside the machine.
/// </summary>
internal sealed class QtestClient : IDisposable
{
    private readonly LineChannel channel;

    public QtestClient(NetworkStream stream) => channel = new LineChannel(stream, "qtest", TakeEdge);

    /// <summary>An output line of the intercepted device changed. Called on the reading thread.</summary>
    public event Action<WireEdge>? EdgeCame;

    /// <summary>Hears every output line of one device from now on; QEMU allows one device a run.</summary>
    public Task InterceptOutputsAsync(string device, CancellationToken cancel) => ExecuteAsync($"irq_intercept_out {device}", cancel);

    /// <summary>Drives an input line of a device.</summary>
    public Task SetInputAsync(string device, int line, bool high, CancellationToken cancel) =>
        ExecuteAsync($"set_irq_in {device} unnamed-gpio-in {line} {(high ? 1 : 0)}", cancel);

    /// <summary>Reads a register as the machine's processor would.</summary>
    public async Task<uint> ReadRegisterAsync(ulong address, CancellationToken cancel)
    {
        var answer = await ExecuteAsync($"readl 0x{address:x}", cancel);
        return (uint)ulong.Parse(answer.AsSpan(answer.LastIndexOf('x') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    /// <summary>Writes a register as the machine's processor would.</summary>
    public Task WriteRegisterAsync(ulong address, uint value, CancellationToken cancel) =>
        ExecuteAsync($"writel 0x{address:x} 0x{value:x}", cancel);

    public void Dispose() => channel.Dispose();

    private async Task<string> ExecuteAsync(string command, CancellationToken cancel)
    {
        var answer = await channel.AskAsync(command, _ => true, TimeSpan.FromMinutes(1), cancel);
        return answer.StartsWith("OK", StringComparison.Ordinal) ? answer : throw new InvalidOperationException($"qtest, {command}: {answer}");
    }

    private bool TakeEdge(string line)
    {
        var now = Stopwatch.GetTimestamp();
        if (line.Split(' ') is not ["IRQ", var move, var number])
        {
            return false;
        }

        EdgeCame?.Invoke(new WireEdge(now, int.Parse(number, CultureInfo.InvariantCulture), move == "raise"));
        return true;
    }
}
