using Hearth.Devices;
using Hearth.Supervision;
using Xunit;

namespace Hearth.Tests.Devices;

public sealed class ButtonSetTests : IDisposable
{
    private readonly ButtonSet buttons = new();
    private readonly FakeButton first = new();
    private readonly FakeButton second = new();

    private string Told
    {
        get
        {
            List<string> told = [];
            while (buttons.TryTake(out var edge))
            {
                told.Add($"{(edge.Pressed ? "down" : "up")}@{edge.At.TotalSeconds:0.##}");
            }

            return string.Join(' ', told);
        }
    }

    public void Dispose()
    {
        buttons.Dispose();
        first.Dispose();
        second.Dispose();
    }

    [Fact]
    public void The_first_word_of_a_button_is_that_it_is_up()
    {
        buttons.Add("a", first, TimeSpan.FromSeconds(1));
        buttons.Add("b", second, TimeSpan.FromSeconds(2));
        Assert.Equal("up@1", Told);
    }

    [Fact]
    public void Any_button_counts_and_two_at_once_are_one_press()
    {
        Both();
        first.Does(true, 1);
        second.Does(true, 2);
        first.Does(false, 3);
        second.Does(false, 4);
        buttons.Read(TimeSpan.FromSeconds(9));
        Assert.Equal("down@1 up@4", Told);
    }

    [Fact]
    public void Edges_of_several_buttons_come_in_the_order_of_time()
    {
        Both();
        first.Does(true, 5);
        first.Does(false, 6);
        second.Does(true, 1);
        second.Does(false, 2);
        buttons.Read(TimeSpan.FromSeconds(9));
        Assert.Equal("down@1 up@2 down@5 up@6", Told);
    }

    [Fact]
    public void A_button_that_was_down_when_it_was_found_means_nothing_until_it_is_released()
    {
        buttons.Add("stuck", new FakeButton { WasDown = true }, TimeSpan.Zero);
        first.WasDown = true;
        buttons.Add("a", first, TimeSpan.Zero);
        Assert.Equal("up@0", Told);

        first.Does(true, 1);
        buttons.Read(TimeSpan.FromSeconds(1));
        Assert.Equal("", Told);
        first.Does(false, 2);
        first.Does(true, 3);
        buttons.Read(TimeSpan.FromSeconds(3));
        Assert.Equal("down@3", Told);
    }

    [Fact]
    public void A_button_that_goes_away_is_let_go()
    {
        Both();
        first.Does(true, 1);
        buttons.Read(TimeSpan.FromSeconds(1));
        first.IsGone = true;

        Assert.Equal([("a", first)], buttons.Read(TimeSpan.FromSeconds(2)));

        Assert.Equal("down@1 up@2", Told);
        Assert.Equal(["b"], buttons.Names);
    }

    [Fact]
    public void A_button_that_comes_back_counts_again()
    {
        Both();
        first.IsGone = true;
        buttons.Read(TimeSpan.FromSeconds(1));
        FakeButton again = new();
        buttons.Add("a", again, TimeSpan.FromSeconds(2));
        again.Does(true, 3);
        buttons.Read(TimeSpan.FromSeconds(3));
        Assert.Equal("down@3", Told);
    }

    private void Both()
    {
        buttons.Add("a", first, TimeSpan.Zero);
        buttons.Add("b", second, TimeSpan.Zero);
        Assert.Equal("up@0", Told);
    }

    private sealed class FakeButton : IButtonDevice
    {
        private readonly List<ButtonEdge> waiting = [];

        public int Descriptor => -1;

        public bool WasDown { get; set; }

        public bool IsGone { get; set; }

        public void Does(bool pressed, double seconds) => waiting.Add(new ButtonEdge(pressed, TimeSpan.FromSeconds(seconds)));

        public void Read(List<ButtonEdge> edges, TimeSpan now)
        {
            if (IsGone)
            {
                throw new IOException("No such device");
            }

            edges.AddRange(waiting);
            waiting.Clear();
        }

        public void Dispose()
        {
        }
    }
}
