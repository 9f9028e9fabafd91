using System.Text;
using Hearth.Board.Lights;
using Hearth.Supervision;
using Xunit;

namespace Hearth.Tests.Supervision;

public sealed class SupervisionProtocolTests
{
    public static TheoryData<string> ChildLines =>
    [
        """{"type":"hello","version":1,"role":"node"}""",
        """{"type":"hello","version":1,"role":"updater"}""",
        """{"type":"alive","sequence":7}""",
        """{"type":"health","serving":true,"claimed":false,"network":true,"fault":false}""",
        """{"type":"health","serving":true,"claimed":true,"network":false,"fault":true,"page":"http://127.0.0.1:8080/"}""",
        """{"type":"signedIn"}""",
        """{"type":"identify"}""",
        """{"type":"resetDone"}""",
        """{"type":"prepareSlot"}""",
        """{"type":"armSlot"}""",
        """{"type":"abandonSlot"}""",
        """{"type":"goBack"}""",
        """{"type":"restart"}""",
    ];

    public static TheoryData<string> SupervisorLines =>
    [
        """{"type":"go","simulatedBoard":true}""",
        """{"type":"ping","sequence":7}""",
        """{"type":"light","state":"resetCountdown","runningMilliseconds":-500}""",
        """{"type":"window","kind":"signIn","leftMilliseconds":120000}""",
        """{"type":"factoryReset"}""",
        """{"type":"refused","reason":"no"}""",
        """{"type":"slots","running":"b","unproven":true,"canGoBack":true}""",
        """{"type":"slotChange"}""",
        """{"type":"slotChange","refusal":"no"}""",
    ];

    [Theory]
    [MemberData(nameof(ChildLines))]
    public void A_childs_message_is_one_line_and_reads_back(string line)
    {
        Assert.True(SupervisionProtocol.TryRead(Encoding.UTF8.GetBytes(line), out ChildMessage? message));
        Assert.Equal(line + "\n", Encoding.UTF8.GetString(SupervisionProtocol.Write(message)));
    }

    [Theory]
    [MemberData(nameof(SupervisorLines))]
    public void A_supervisors_message_is_one_line_and_reads_back(string line)
    {
        Assert.True(SupervisionProtocol.TryRead(Encoding.UTF8.GetBytes(line), out SupervisorMessage? message));
        Assert.Equal(line + "\n", Encoding.UTF8.GetString(SupervisionProtocol.Write(message)));
    }

    [Fact]
    public void Every_state_of_the_light_can_be_said()
    {
        foreach (var state in Enum.GetValues<LightState>())
        {
            var line = SupervisionProtocol.Write(new SupervisorMessage.Light(state, 0));
            Assert.True(SupervisionProtocol.TryRead(line.AsSpan(0, line.Length - 1), out SupervisorMessage? message));
            Assert.Equal(new SupervisorMessage.Light(state, 0), message);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"type":"go","simulatedBoard":true}""")]
    [InlineData("""{"type":"unknown"}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"version":1,"role":"node"}""")]
    [InlineData("""{"type":"hello","role":"node"}""")]
    [InlineData("""{"type":"hello","version":1}""")]
    [InlineData("""{"type":"hello","version":1,"role":0}""")]
    [InlineData("""{"type":"hello","version":1,"role":"0"}""")]
    [InlineData("""{"type":"hello","version":1,"role":"king"}""")]
    [InlineData("""{"type":"hello","version":99999999999,"role":"node"}""")]
    [InlineData("""{"type":"hello","version":1,"role":"node"}{"type":"alive","sequence":1}""")]
    [InlineData("""{"type":"health","serving":true,"claimed":false}""")]
    [InlineData("""{"type":"health","serving":"yes","claimed":false,"network":true}""")]
    [InlineData("""{"type":"alive","sequence":1e99}""")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[")]
    public void A_line_that_is_no_message_is_refused(string line) =>
        Assert.False(SupervisionProtocol.TryRead(Encoding.UTF8.GetBytes(line), out ChildMessage? _));

    [Fact]
    public void Bytes_that_are_no_text_are_refused() =>
        Assert.False(SupervisionProtocol.TryRead([0xFF, 0xFE, 0x00, 0xC3], out ChildMessage? _));

    [Fact]
    public void Mutated_lines_never_throw()
    {
        Random random = new(20261120);
        foreach (var line in ChildLines.Select(row => Encoding.UTF8.GetBytes(row.Data)))
        {
            for (var i = 0; i < 5_000; i++)
            {
                var mutated = line.ToArray();
                for (var flips = random.Next(1, 4); flips > 0; flips--)
                {
                    mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
                }
                // What is accepted after all has to be a message that can be said.
                if (SupervisionProtocol.TryRead(mutated.AsSpan(0, random.Next(mutated.Length + 1)), out ChildMessage? message))
                {
                    Assert.InRange(SupervisionProtocol.Write(message).Length, 1, SupervisionProtocol.MaxLine);
                }
            }
        }
    }
}
