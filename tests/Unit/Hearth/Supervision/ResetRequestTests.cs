using Hearth.Supervision;
using Hearth.Tests.Identity;
using Xunit;

namespace Hearth.Tests.Supervision;

public sealed class ResetRequestTests : IDisposable
{
    private readonly TemporaryFolder boot = new();

    private string File => boot["request"];

    public void Dispose() => boot.Dispose();

    [Fact]
    public void It_is_written_over_the_first_bytes_and_the_file_stays_as_long_as_it_was()
    {
        System.IO.File.WriteAllText(File, new string('\n', 512));
        ResetRequest request = new(File);
        Assert.False(request.IsSet);

        request.Set();

        Assert.True(request.IsSet);
        Assert.Equal("erase\n" + new string('\n', 506), System.IO.File.ReadAllText(File));
    }

    [Theory]
    [InlineData("")]
    [InlineData("erase")]
    [InlineData("eraser\n")]
    [InlineData("\nerase\n")]
    [InlineData("ERASE\n")]
    public void Anything_else_asks_for_nothing(string content)
    {
        System.IO.File.WriteAllText(File, content);
        Assert.False(new ResetRequest(File).IsSet);
    }

    [Fact]
    public void A_file_that_is_not_there_asks_for_nothing_and_is_not_made()
    {
        ResetRequest request = new(File);
        Assert.False(request.IsSet);
        Assert.ThrowsAny<IOException>(request.Set);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void Nothing_is_asked_of_init_when_the_request_cannot_be_written() =>
        // Process 0 cannot be signalled: what fails here fails before.
        Assert.ThrowsAny<IOException>(() => new BoardRestart(new ResetRequest(File), Init: 0).AskToErase());
}
