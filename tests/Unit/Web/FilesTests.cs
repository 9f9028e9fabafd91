using System.Net;
using System.Text.Json;
using Hearth.Tests.Fakes;
using Hearth.Web;
using Xunit;

namespace Hearth.Tests.Web;

public class FilesTests
{
    [Fact]
    public async Task A_file_is_published_listed_and_unpublished()
    {
        await using var panel = await RunningPanel.StartAsync();
        var cookie = await panel.ClaimAsync();
        var published = await panel.SendAsync("PUT", "/api/files/notes.txt", "hello", cookie);
        Assert.Equal(201, published.Status);
        Assert.Equal("/p/alice/notes.txt", published.Json.GetProperty("name").GetString());
        Assert.Equal(5, published.Json.GetProperty("bytes").GetInt64());
        Assert.Equal("application/json", published.Json.GetProperty("contentType").GetString());

        var listed = (await panel.SendAsync("GET", "/api/files", cookie: cookie)).Json;
        Assert.Equal("/p/alice/notes.txt", Assert.Single(listed.EnumerateArray()).GetProperty("name").GetString());

        Assert.Equal(204, (await panel.SendAsync("DELETE", "/api/files/notes.txt", cookie: cookie)).Status);
        Assert.Empty((await panel.SendAsync("GET", "/api/files", cookie: cookie)).Json.EnumerateArray());
        Assert.Equal(404, (await panel.SendAsync("DELETE", "/api/files/notes.txt", cookie: cookie)).Status);
    }

    [Theory]
    [InlineData("/api/files/photos/cat.jpg", "/p/alice/photos/cat.jpg")]
    [InlineData("/api/files/photos%2Fcat.jpg", "/p/alice/photos/cat.jpg")]
    [InlineData("/api/files/%2Fp%2Falice%2Fcat.jpg", "/p/alice/cat.jpg")]
    [InlineData("/api/files//p/alice/cat.jpg", "/p/alice/cat.jpg")]
    [InlineData("/api/files/My%2520cat.jpg?lang=en", "/p/alice/My%20cat.jpg")]
    [InlineData("/api/files/8%3Dcat", "/p/alice/8=cat")]
    public async Task A_name_is_the_rest_of_the_path_decoded_once(string path, string name)
    {
        await using var panel = await RunningPanel.StartAsync();
        var cookie = await panel.ClaimAsync();
        Assert.Equal(name, (await panel.SendAsync("PUT", path, "x", cookie)).Json.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("/api/files/", 422)]
    [InlineData("/api/files/a%20b", 422)]
    [InlineData("/api/files/%2Fp%2Fbob%2Fx", 422)]
    [InlineData("/api/files/x%2Fv=1", 409)]
    public async Task A_name_that_cannot_be_published_is_refused(string path, int status)
    {
        await using var panel = await RunningPanel.StartAsync();
        var cookie = await panel.ClaimAsync();
        Assert.Equal(status, (await panel.SendAsync("PUT", path, "x", cookie)).Status);
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_with_both_figures()
    {
        var node = new FakeNode(TimeProvider.System) { WhileHeld = (_, _) => Task.CompletedTask, Quota = 1_500_000 };
        await using var panel = await RunningPanel.StartAsync(node);
        var cookie = await panel.ClaimAsync();
        Assert.Equal(201, (await panel.SendAsync("PUT", "/api/files/a", new string('x', 1_200_000), cookie)).Status);
        var answer = await panel.SendAsync("PUT", "/api/files/b", new string('x', 400_000), cookie);
        Assert.Equal(507, answer.Status);
        Assert.StartsWith("There is no room: 1.2 MB of 1.5 MB are used.", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(507, "The card is full")]
    [InlineData(400, "The file did not arrive whole")]
    public async Task What_the_disk_or_the_sender_cut_off_says_so(int status, string error)
    {
        var node = RunningPanel.QuickNode();
        node.PublishAnswer = status == 507 ? new PublishResult.DiskFull() : new PublishResult.CutShort();
        await using var panel = await RunningPanel.StartAsync(node);
        var answer = await panel.SendAsync("PUT", "/api/files/a", "x", await panel.ClaimAsync());
        Assert.Equal(status, answer.Status);
        Assert.StartsWith(error, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_any_size_streams_through_before_it_has_all_arrived()
    {
        var read = new TaskCompletionSource<int>();
        var node = RunningPanel.QuickNode();
        node.OnFirstRead = count => read.TrySetResult(count);
        await using var panel = await RunningPanel.StartAsync(node);
        var cookie = await panel.ClaimAsync();
        var whole = new TaskCompletionSource();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/files/film") { Content = new SlowContent(whole.Task) };
        request.Headers.Add("Cookie", cookie);
        var answer = panel.Client.SendAsync(request, RunningPanel.Cancel);
        Assert.True(await read.Task.WaitAsync(RunningPanel.Cancel) > 0);
        whole.SetResult();
        using var response = await answer;
        Assert.Equal(201, (int)response.StatusCode);
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(RunningPanel.Cancel));
        Assert.Equal(2 * SlowContent.Part, body.RootElement.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task An_upload_that_breaks_off_publishes_nothing()
    {
        var read = new TaskCompletionSource<int>();
        var ended = new TaskCompletionSource();
        var node = RunningPanel.QuickNode();
        node.OnFirstRead = count => read.TrySetResult(count);
        node.OnPublishEnd = ended.SetResult;
        await using var panel = await RunningPanel.StartAsync(node);
        var cookie = await panel.ClaimAsync();
        using var page = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/files/film")
        {
            Content = new SlowContent(new TaskCompletionSource().Task),
        };
        request.Headers.Add("Cookie", cookie);
        var answer = panel.Client.SendAsync(request, page.Token);
        await read.Task.WaitAsync(RunningPanel.Cancel);
        await page.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await ended.Task.WaitAsync(RunningPanel.Cancel);
        Assert.Empty((await panel.SendAsync("GET", "/api/files", cookie: cookie)).Json.EnumerateArray());
    }

    /// <summary>Two parts, the second one once a task is done; more than the bound on every other body.</summary>
    private sealed class SlowContent(Task second) : HttpContent
    {
        public const int Part = 100_000;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(new byte[Part], cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await second.WaitAsync(cancellationToken);
            await stream.WriteAsync(new byte[Part], cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
