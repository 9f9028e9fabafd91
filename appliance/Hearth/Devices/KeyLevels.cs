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
    public void Take(InputEvent @event, List<ButtonEdge> levels)
    {
        switch (@event)
        {
            case { Type: InputEvent.Synchronization, Code: InputEvent.Dropped }:
                // One of those may have been a release: no hold may reach over them.
                Lost = true;
                levels.Add(new ButtonEdge(Pressed: false, @event.At));
                break;
            case { Type: InputEvent.Key, Value: 1 } when @event.Code == keyCode:
                pressedAt = @event.At;
                levels.Add(new ButtonEdge(Pressed: true, @event.At));
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
