using System.Threading.Channels;
using Hearth.Supervision;

namespace Hearth.Tests.Supervision;

/// <summary>Follows what a link's supervisor says.</summary>
internal sealed class SupervisorViews
{
    private readonly Channel<SupervisorView> views = Channel.CreateUnbounded<SupervisorView>();
    private readonly CancellationToken stop;

    public SupervisorViews(SupervisorLink link, CancellationToken stop)
    {
        this.stop = stop;
        link.Changed += () => views.Writer.TryWrite(link.View);
        End = link.RunAsync(_ => Task.CompletedTask, stop);
    }

    /// <summary>How the link ended.</summary>
    public Task<LinkEnd> End { get; }

    /// <summary>Waits for something to be said.</summary>
    public async Task<SupervisorView> UntilAsync(Func<SupervisorView, bool> said)
    {
        while (true)
        {
            var view = await views.Reader.ReadAsync(stop);
            if (said(view))
                return view;
        }
    }
}
