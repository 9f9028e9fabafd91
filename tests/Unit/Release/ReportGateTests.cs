using System.Net;
using Hearth.Release.Reports;
using Xunit;

namespace Hearth.Tests.Release;

public class ReportGateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", false)]
    [InlineData("192.0.2.1", "192.0.2.2", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", false)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:ff::1", false)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:100::1", true)]
    public void One_report_of_a_bundle_counts_from_an_address_in_a_day(string first, string second, bool enters)
    {
        var gate = new ReportGate(1);
        Assert.True(gate.TryEnter(IPAddress.Parse(first), "aa", Noon));

        Assert.Equal(enters, gate.TryEnter(IPAddress.Parse(second), "aa", Noon.AddHours(23)));
        Assert.True(gate.TryEnter(IPAddress.Parse(first), "bb", Noon));
        Assert.True(gate.TryEnter(IPAddress.Parse(first), "aa", Noon.AddHours(24)));
    }

    [Fact]
    public void As_many_count_as_are_let()
    {
        var gate = new ReportGate(3);

        Assert.Equal(3, Enumerable.Range(0, 10).Count(_ => gate.TryEnter(IPAddress.Loopback, "aa", Noon)));
    }

    [Fact]
    public void Whoever_has_many_addresses_ends_at_the_bound_of_a_day()
    {
        var gate = new ReportGate(1);
        var entered = 0;
        for (uint i = 0; i < 100_000; i++)
        {
            entered += gate.TryEnter(new IPAddress(i), "aa", Noon) ? 1 : 0;
        }

        Assert.Equal(ReportGate.MostPerDay, entered);
        Assert.False(gate.TryEnter(IPAddress.Loopback, "aa", Noon.AddHours(23)));
        Assert.True(gate.TryEnter(IPAddress.Loopback, "aa", Noon.AddHours(24)));
    }

    [Fact]
    public void Honest_reports_hardly_ever_find_their_place_taken()
    {
        var gate = new ReportGate(1);
        var entered = Enumerable.Range(0, 10_000).Count(i => gate.TryEnter(new IPAddress((uint)i), "aa", Noon));

        Assert.InRange(entered, 9_800, 10_000);
    }
}
