using Hearth.Board;
using Hearth.Supervision;

namespace Hearth.Devices;

/// <summary>Turns the events of an input device into levels of one key.</summary>
/// <param name="keyCode">The key.</param>
internal sealed class KeyLevels(int keyCode)
{
    private TimeSpan pressedAt;

    /// <summary>Events were lost: the key's level has to be asked for. Set by <see cref="Take"/>, reset by whoever asked.</summary>
    public bool Lost { get; set; }

    /// <summary>Takes the next event.</summary>
    /// <param name="event">The event.</param>
    /// <param name="now">When it is read.</param>
    /// <param name="levels">Where its level is added.</param>
    public void Take(InputEvent @event, TimeSpan now, List<ButtonEdge> levels)
    {
        switch (@event)
        {
            case { Type: InputEvent.Synchronization, Code: InputEvent.Dropped }:
                // One of those may have been a release: no hold may reach over them.
                Lost = true;
                levels.Add(new ButtonEdge(Pressed: false, @event.At));
                break;
            case { Type: InputEvent.Key, Value: 1 } when @event.Code == keyCode:
                // Not the event's own time, which a device may date back: a short press on an emulated keyboard once came
                // out as a reset. A hold that seems shorter than it was only has to be held on.
                pressedAt = now;
                levels.Add(new ButtonEdge(Pressed: true, now));
                break;
            case { Type: InputEvent.Key, Value: 0 } when @event.Code == keyCode:
                // A power key by ACPI is down for no time at all. What the kernel calls a press is one: it does not bounce.
                var shortest = pressedAt + Button.ShortestPress;
                levels.Add(new ButtonEdge(Pressed: false, @event.At < shortest ? shortest : @event.At));
                break;
            default:
                break;
        }
    }
}
