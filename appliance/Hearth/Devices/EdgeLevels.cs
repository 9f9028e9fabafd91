using Hearth.Gpio;
using Hearth.Supervision;

namespace Hearth.Devices;

/// <summary>Turns the edges of a pin into levels of a button, and notices when some were lost.</summary>
internal sealed class EdgeLevels
{
    private uint last;

    /// <summary>Edges that the kernel had no room for.</summary>
    public long Lost { get; private set; }

    /// <summary>Takes the next edge.</summary>
    public void Take(PinEdge edge, List<ButtonEdge> levels)
    {
        // Each request of a line counts its edges from 1, and wraps around.
        var missing = edge.Sequence - last - 1;
        if (missing != 0)
        {
            // One of those may have been a release: no hold may reach over them.
            Lost += missing;
            levels.Add(new ButtonEdge(Pressed: false, edge.At));
        }

        last = edge.Sequence;
        levels.Add(new ButtonEdge(edge.Type == PinEventTypes.Rising, edge.At));
    }
}
