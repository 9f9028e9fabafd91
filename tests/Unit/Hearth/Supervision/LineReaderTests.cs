using System.Text;
using Hearth.Supervision;
using Xunit;

namespace Hearth.Tests.Supervision;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5000)]
    public async Task Lines_come_out_whole_however_they_came_in(int chunk)
    {
        var longest = new string('x', SupervisionProtocol.MaxLine - 1);
        string[] lines = ["one", "", longest, "two", longest, longest, "three"];

        var (read, tooLong) = await ReadAllAsync(string.Concat(lines.Select(line => line + "\n")), chunk);

        Assert.Equal(lines, read);
        Assert.False(tooLong);
    }

    [Fact]
    public async Task A_line_that_never_ends_is_given_up_at_the_limit()
    {
        var (read, tooLong) = await ReadAllAsync("one\n" + new string('x', SupervisionProtocol.MaxLine), chunk: 100);

        Assert.Equal(["one"], read);
        Assert.True(tooLong);
    }

    [Fact]
    public async Task What_is_left_without_an_end_is_no_line()
    {
        var (read, tooLong) = await ReadAllAsync("one\ntw", chunk: 100);

        Assert.Equal(["one"], read);
        Assert.False(tooLong);
    }

    private static async Task<(List<string> Lines, bool TooLong)> ReadAllAsync(string text, int chunk)
    {
        using ChunkedStream stream = new(Encoding.UTF8.GetBytes(text), chunk);
        LineReader reader = new(stream);
        List<string> lines = [];
        while (await reader.ReadAsync(TestContext.Current.CancellationToken) is { } line)
        {
            lines.Add(Encoding.UTF8.GetString(line.Span));
        }

        return (lines, reader.IsTooLong);
    }

    /// <summary>A stream that hands out a few bytes at a time, as a socket may.</summary>
    private sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
