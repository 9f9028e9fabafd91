using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hearth.Tests.Machine;

/// <summary>QEMU's machine protocol: commands one at a time, and events as they come.</summary>
internal sealed class QmpClient : IDisposable
{
    private readonly LineChannel channel;

    private QmpClient(NetworkStream stream)
    {
        channel = new LineChannel(stream, "QMP", TakeEvent);
        channel.Ended += Events.End;
    }

    /// <summary>Events, such as <c>RESET</c>, <c>WATCHDOG</c> and <c>SHUTDOWN</c>.</summary>
    public Happenings<QmpEvent> Events { get; } = new("QMP events");

    /// <summary>Called on the reading thread, before the event can be waited for.</summary>
    public event Action<QmpEvent>? EventCame;

    public static async Task<QmpClient> OpenAsync(NetworkStream stream, CancellationToken cancel)
    {
        var client = new QmpClient(stream);
        await client.ExecuteAsync("qmp_capabilities", cancel);
        return client;
    }

    /// <summary>Runs a command.</summary>
    /// <exception cref="InvalidOperationException">QEMU refused it.</exception>
    public async Task<JsonElement> ExecuteAsync(string command, CancellationToken cancel, JsonObject? arguments = null)
    {
        var request = new JsonObject { ["execute"] = command, ["arguments"] = arguments ?? [] };
        var line = await channel.AskAsync(request.ToJsonString(), _ => true, TimeSpan.FromMinutes(1), cancel);
        var answer = JsonDocument.Parse(line).RootElement;
        return answer.TryGetProperty("return", out var value)
            ? value
            : throw new InvalidOperationException($"{command}: {answer.GetProperty("error").GetProperty("desc").GetString()}");
    }

    /// <summary>Runs a command of QEMU's human monitor.</summary>
    public async Task<string> MonitorAsync(string line, CancellationToken cancel) =>
        (await ExecuteAsync("human-monitor-command", cancel, new JsonObject { ["command-line"] = line })).GetString()!;

    /// <summary>The paths of the devices of a type that hang on the machine itself.</summary>
    public async Task<IReadOnlyList<string>> FindDevicesAsync(string type, CancellationToken cancel, string parent = "/machine/unattached")
    {
        var list = await ExecuteAsync("qom-list", cancel, new JsonObject { ["path"] = parent });
        return [.. from device in list.EnumerateArray()
                   where device.GetProperty("type").GetString() == $"child<{type}>"
                   select $"{parent}/{device.GetProperty("name").GetString()}"];
    }

    public void Dispose() => channel.Dispose();

    private bool TakeEvent(string line)
    {
        var message = JsonDocument.Parse(line).RootElement;
        if (message.TryGetProperty("event", out var name))
        {
            var happened = new QmpEvent(name.GetString()!, message.TryGetProperty("data", out var data) ? data : default);
            EventCame?.Invoke(happened);
            Events.Add(happened);
            return true;
        }

        return message.TryGetProperty("QMP", out _);
    }
}
