using Hearth.Supervision;

namespace Hearth.Node;

/// <summary>Tells the supervisor how the node is, at every change, from when it serves.</summary>
internal sealed class HealthReport(SupervisorLink? link)
{
    private readonly Lock gate = new();
    private string? page;
    private bool claimed;
    private bool network;

    /// <summary>Whether the appliance has an owner.</summary>
    public void SetClaimed(bool owned) => Change(() => claimed = owned);

    /// <summary>Whether a network is there.</summary>
    public void SetNetwork(bool there) => Change(() => network = there);

    /// <summary>The node serves from now on, and the panel has this page.</summary>
    public void Begin(string panelPage) => Change(() => page = panelPage);

    private void Change(Action change)
    {
        lock (gate)
        {
            var before = (page, claimed, network);
            change();
            if (page is not null && before != (page, claimed, network))
            {
                link?.Report(new ChildMessage.Health { Serving = true, Claimed = claimed, Network = network, Page = page });
            }
        }
    }
}
