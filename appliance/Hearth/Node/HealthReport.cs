using System.Net;
using System.Net.NetworkInformation;
using Hearth.Supervision;

namespace Hearth.Node;

/// <summary>Tells the supervisor how the node is, at every change.</summary>
internal sealed class HealthReport(SupervisorLink? link, IPAddress bind) : IDisposable
{
    private readonly Lock gate = new();
    private string? page;
    private bool claimed;

    /// <summary>Whether the appliance has an owner.</summary>
    public bool Claimed
    {
        set
        {
            claimed = value;
            Report();
        }
    }

    /// <summary>The node serves from now on.</summary>
    public void Begin(bool hasOwner, string panelPage)
    {
        page = panelPage;
        NetworkChange.NetworkAddressChanged += OnNetworkChanged;
        Claimed = hasOwner;
    }

    /// <inheritdoc/>
    public void Dispose() => NetworkChange.NetworkAddressChanged -= OnNetworkChanged;

    private void OnNetworkChanged(object? sender, EventArgs change) => Report();

    private void Report()
    {
        lock (gate)
        {
            link?.Report(new ChildMessage.Health { Serving = true, Claimed = claimed, Network = HasNetwork(), Page = page });
        }
    }

    // A node that was bound to this machine alone misses nothing when there is no network.
    private bool HasNetwork() => IPAddress.IsLoopback(bind) || NetworkInterface.GetIsNetworkAvailable();
}
