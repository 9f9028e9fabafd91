using Hearth.Logging;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Hearth.Tests.Logging;

public sealed class LineLoggerFactoryTests
{
    [Theory]
    [InlineData(null, "debug", true)]
    [InlineData(null, "error", false)]
    [InlineData("Debug", "error", true)]
    [InlineData("Error", "debug", false)]
    [InlineData("nonsense", "debug", true)]
    public void The_owner_s_level_holds_at_once_unless_the_environment_gives_one(string? given, string preferred, bool writesDebug)
    {
        using var writer = new StringWriter();
        using LineLoggerFactory logs = new("node", writer, given);
        var log = logs.CreateLogger("Hearth.Any");

        logs.Prefer(preferred);

        Assert.Equal(writesDebug, log.IsEnabled(LogLevel.Debug));
    }
}
