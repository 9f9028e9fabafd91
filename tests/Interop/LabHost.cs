namespace Hearth.Tests.Interop;

/// <summary>A host of the lab: a network namespace with cards of its own.</summary>
internal sealed class LabHost(NetworkLab lab, string name)
{
    /// <summary>Plugs a new card in at a switch.</summary>
    public async Task PlugAsync(string card, string @switch, CancellationToken cancel)
    {
        var port = $"{name}-{card}";
        await lab.RunAsync(cancel, "ip", "link", "add", "name", port, "type", "veth", "peer", "name", card, "netns", name);
        await lab.RunAsync(cancel, "ip", "link", "set", port, "master", @switch, "up");
        await lab.RunAsync(cancel, "ip", "-netns", name, "link", "set", card, "up");
    }

    /// <summary>Pulls the cable out of the switch, or puts it back.</summary>
    public Task SetCableAsync(string card, bool plugged, CancellationToken cancel) =>
        lab.RunAsync(cancel, "ip", "link", "set", $"{name}-{card}", plugged ? "up" : "down");

    /// <summary>Gives a card an address, such as <c>192.0.2.1/24</c>.</summary>
    public Task AddAddressAsync(string card, string address, CancellationToken cancel) =>
        lab.RunAsync(cancel, "ip", "-netns", name, "address", "add", address, "dev", card);

    /// <summary>Takes an address away.</summary>
    public Task RemoveAddressAsync(string card, string address, CancellationToken cancel) =>
        lab.RunAsync(cancel, "ip", "-netns", name, "address", "delete", address, "dev", card);

    /// <summary>Starts a program there.</summary>
    public ChildProcess Start(string file, IEnumerable<string> arguments, params ReadOnlySpan<(string Name, string Value)> environment) =>
        lab.Start("ip", ["netns", "exec", name, file, .. arguments], environment);
}
