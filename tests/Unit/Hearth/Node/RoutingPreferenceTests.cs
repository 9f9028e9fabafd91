using Hearth.Node;
using Hearth.Protocol;
using Hearth.Web;
using Xunit;

namespace Hearth.Tests.Node;

public sealed class RoutingPreferenceTests
{
    public static TheoryData<string> Choices => [.. SettingsSchema.Fields.Single(setting => setting.Key == "routing").Choices];

    [Theory]
    [MemberData(nameof(Choices))]
    public void Every_choice_of_the_settings_is_a_strategy_of_its_own(string choice)
    {
        var forwarder = new Tests.Forwarding.Node().Forwarder;
        Assert.True(RoutingPreference.Apply(forwarder.Strategies, choice));
        var chosen = forwarder.Strategies.Find(Name.Parse("/p/alice")).Name.ToString();
        Assert.StartsWith($"/localhost/nfd/strategy/{(choice == "usual" ? "best-route" : choice)}/v=", chosen, StringComparison.Ordinal);
    }
}
