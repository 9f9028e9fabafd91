using System.Text;
using Hearth.Updates.Rollout;
using Xunit;

namespace Hearth.Tests.Updates.Rollout;

public sealed class OfferTests
{
    private const string Bundle = "00ff";

    private static readonly DateTimeOffset Start = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly OfferedDevice Device = new("test/board", "1.2.0", new byte[32], IsToldNow: false);

    [Theory]
    [InlineData("test/board", "1.3.0", OfferFault.None)]
    [InlineData("test/board", "1.2", OfferFault.Current)]
    [InlineData("test/board", "1.2.0-rc.1", OfferFault.Older)]
    [InlineData("test/board", "1.1.9", OfferFault.Older)]
    [InlineData("test/other", "1.3.0", OfferFault.WrongBoard)]
    public void Only_a_newer_version_for_the_board_is_taken(string board, string version, OfferFault fault) =>
        Assert.Equal(fault, Decide(Plan(board, version)).Fault);

    [Fact]
    public void What_is_no_plan_is_not_taken() => Assert.Equal(OfferFault.Malformed, Decide("{}").Fault);

    [Fact]
    public void A_version_that_did_not_stay_is_taken_again_only_by_an_owner_who_says_so()
    {
        Assert.Equal(OfferFault.FellBack, Decide(Plan(), device: Device with { FellBackFrom = Bundle }).Fault);
        Assert.Equal(OfferFault.None, Decide(Plan(), device: Device with { FellBackFrom = Bundle, IsToldNow = true }).Fault);
        Assert.Equal(OfferFault.None, Decide(Plan(), device: Device with { FellBackFrom = "ff00" }).Fault);
    }

    [Fact]
    public void Who_is_in_a_later_wave_hears_when_and_an_owner_need_not_wait()
    {
        var plan = Plan(hours: 48);

        Assert.Equal((OfferFault.NotYet, Start.AddHours(48)), (Decide(plan).Fault, Decide(plan).NotBefore));
        Assert.Equal(OfferFault.None, Decide(plan, device: Device with { IsToldNow = true }).Fault);
    }

    [Fact]
    public void A_brake_holds_back_an_owner_too()
    {
        var brake = $$"""{"bundle":"{{Bundle}}","permille":0}""";

        Assert.Equal(OfferFault.Stopped, Decide(Plan(), brake).Fault);
        Assert.Equal(OfferFault.Stopped, Decide(Plan(), brake, Device with { IsToldNow = true }).Fault);
    }

    [Theory]
    [InlineData("1.0.0", "1.0.0", 0)]
    [InlineData("1.0", "1.0.0", 0)]
    [InlineData("1.0.0+b2", "1.0.0+b1", 0)]
    [InlineData("1.10.0", "1.9.9", 1)]
    [InlineData("2", "1.99", 1)]
    [InlineData("1.0.0", "1.0.0-rc.1", 1)]
    [InlineData("1.0.0-rc.10", "1.0.0-rc.9", 1)]
    [InlineData("1.0.0-beta", "1.0.0-alpha.1", 1)]
    [InlineData("1.0.0-alpha.1", "1.0.0-alpha", 1)]
    [InlineData("1.0.0-alpha", "1.0.0-1", 1)]
    public void Versions_are_ordered_as_semantic_versioning_says(string one, string other, int order)
    {
        Assert.Equal(order, Math.Sign(ReleaseVersion.Compare(one, other)));
        Assert.Equal(-order, Math.Sign(ReleaseVersion.Compare(other, one)));
    }

    private static Offer Decide(string plan, string brake = "", OfferedDevice? device = null) =>
        Offer.Decide(Encoding.UTF8.GetBytes(plan), Encoding.UTF8.GetBytes(brake), Bundle, device ?? Device, Start);

    private static string Plan(string board = "test/board", string version = "1.3.0", int hours = 0) =>
        $$"""{"board":"{{board}}","changes":"","rollout":{"start":"2026-06-01T00:00:00Z","steps":[{"hours":{{hours}},"permille":1000}]},"version":"{{version}}"}""";
}
