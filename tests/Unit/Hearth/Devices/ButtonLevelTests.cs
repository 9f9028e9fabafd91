using Hearth.Devices;
using Hearth.Gpio;
using Hearth.Supervision;
using Xunit;

namespace Hearth.Tests.Devices;

/// <summary>What the kernel tells of lines and keys, as levels of a button.</summary>
public sealed class ButtonLevelTests
{
    private readonly List<ButtonEdge> levels = [];

    private string Levels => string.Join(' ', levels.Select(level => $"{(level.Pressed ? "down" : "up")}@{level.At.TotalSeconds:0.###}"));

    [Fact]
    public void Edges_are_levels_at_the_time_of_the_edge()
    {
        EdgeLevels edges = new();
        edges.Take(new PinEdge(4, PinEventTypes.Rising, TimeSpan.FromSeconds(1), 1), levels);
        edges.Take(new PinEdge(4, PinEventTypes.Falling, TimeSpan.FromSeconds(2), 2), levels);
        Assert.Equal("down@1 up@2", Levels);
        Assert.Equal(0, edges.Lost);
    }

    [Fact]
    public void No_hold_reaches_over_edges_that_were_lost()
    {
        EdgeLevels edges = new();
        edges.Take(new PinEdge(4, PinEventTypes.Rising, TimeSpan.FromSeconds(1), 1), levels);
        edges.Take(new PinEdge(4, PinEventTypes.Rising, TimeSpan.FromSeconds(9), 4), levels);
        Assert.Equal("down@1 up@9 down@9", Levels);
        Assert.Equal(2, edges.Lost);
    }

    [Fact]
    public void The_count_of_edges_wraps_around()
    {
        EdgeLevels edges = new();
        edges.Take(new PinEdge(4, PinEventTypes.Rising, TimeSpan.FromSeconds(1), uint.MaxValue), levels);
        var lost = edges.Lost;
        edges.Take(new PinEdge(4, PinEventTypes.Falling, TimeSpan.FromSeconds(2), 0), levels);
        Assert.Equal(lost, edges.Lost);
    }

    [Theory]
    [InlineData("1:116:1@1 1:116:0@1.2", "down@1 up@1.2")]
    // A key that is held repeats.
    [InlineData("1:116:1@1 1:116:2@1.3 1:116:2@1.4 1:116:0@12", "down@1 up@12")]
    // Another key, and what is no key.
    [InlineData("1:30:1@1 4:116:1@1 0:0:0@1 1:116:9@1 1:116:-1@1", "")]
    // A power key by ACPI is down for no time at all.
    [InlineData("1:116:1@1 0:0:0@1 1:116:0@1", "down@1 up@1.05")]
    // Read later than it happened, or dated back: a press begins when it is read.
    [InlineData("1:116:1@1@12", "down@12")]
    [InlineData("1:116:1@1@12 1:116:0@11@12", "down@12 up@12.05")]
    // SYN_DROPPED: the release may be among what was lost.
    [InlineData("1:116:1@1 0:3:0@5 1:116:1@9", "down@1 up@5 down@9")]
    public void Key_events_are_levels(string events, string expected)
    {
        KeyLevels key = new(116);
        foreach (var text in events.Split(' '))
        {
            var parts = text.Split(':', '@');
            key.Take(new InputEvent(Seconds(parts[3]), ushort.Parse(parts[0]), ushort.Parse(parts[1]), int.Parse(parts[2])), Seconds(parts[^1]), levels);
        }

        Assert.Equal(expected, Levels);
        Assert.Equal(events.Contains("0:3", StringComparison.Ordinal), key.Lost);
    }

    [Fact]
    public void An_input_event_is_read_as_the_kernel_writes_it()
    {
        // struct input_event: 2 s, 500,000 µs, EV_KEY, KEY_POWER, down.
        var bytes = Convert.FromHexString("0200000000000000" + "20A1070000000000" + "0100" + "7400" + "01000000");
        Assert.True(InputEvent.TryRead(bytes, out var @event));
        Assert.Equal(new InputEvent(TimeSpan.FromSeconds(2.5), InputEvent.Key, 116, 1), @event);
        Assert.False(InputEvent.TryRead(bytes.AsSpan(0, 23), out _));
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFF", "0000000000000000")]
    [InlineData("FFFFFFFFFFFFFF7F", "0000000000000000")]
    [InlineData("0000000000000000", "40420F0000000000")]
    [InlineData("0000000000000000", "FFFFFFFFFFFFFFFF")]
    public void An_event_at_no_time_is_none(string seconds, string microseconds) =>
        Assert.False(InputEvent.TryRead(Convert.FromHexString($"{seconds}{microseconds}0100740001000000"), out _));

    [Fact]
    public void Requests_for_keys_have_the_numbers_of_the_kernel()
    {
        // EVIOCGBIT(EV_KEY, 96), EVIOCGKEY(96), EVIOCSCLOCKID, WDIOC_SETTIMEOUT.
        Assert.Equal(0x80604521, InputButton.GetKeys);
        Assert.Equal(0x80604518, InputButton.GetKeyState);
        Assert.Equal(0x400445A0u, InputButton.SetClock);
        Assert.Equal(0xC0045706, Watchdog.SetTimeout);
    }

    [Fact]
    public void A_file_that_is_no_input_device_is_refused() => Assert.Throws<IOException>(() => InputButton.TryOpen("/dev/null", 116));

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
}
