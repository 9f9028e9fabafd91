namespace Hearth.Web.Http;

/// <summary>The simulated board's button, as drawn on the page: one finger at a time.</summary>
internal sealed class DrawnButton(INode node)
{
    /// <summary>A factory reset takes ten seconds; nothing needs a longer hold.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private CancellationTokenSource? held;

    /// <summary>
    /// Holds the button until <paramref name="hold"/> is over, <see cref="Release"/> is called, or the page goes away.
    /// False when it is held already.
    /// </summary>
    public async Task<bool> HoldAsync(TimeSpan hold, CancellationToken aborted)
    {
        using var finger = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        lock (gate)
        {
            if (held is not null)
            {
                return false;
            }

            held = finger;
        }

        try
        {
            await node.PressAsync(hold, finger.Token).ConfigureAwait(false);
        }
        finally
        {
            lock (gate)
            {
                held = null;
            }
        }

        return true;
    }

    /// <summary>Lets the button go; does nothing when it is not held.</summary>
    public void Release()
    {
        lock (gate)
        {
            held?.Cancel();
        }
    }
}
