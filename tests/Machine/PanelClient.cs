using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hearth.Tests.Machine;

/// <summary>A browser, as far as the panel can tell: it keeps its cookie.</summary>
internal sealed class PanelClient : IDisposable
{
    private readonly SocketsHttpHandler handler;
    private readonly HttpClient http;

    /// <param name="page">The panel's address.</param>
    /// <param name="connect">How to reach it; null for this machine's own network.</param>
    public PanelClient(Uri page, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect = null)
    {
        handler = new SocketsHttpHandler
        {
            CookieContainer = new CookieContainer(),
            ConnectCallback = connect,
            Expect100ContinueTimeout = Bounds.Answer,
            // A connection does not outlive its request: the machine at its other end may have lost its power since.
            PooledConnectionIdleTimeout = TimeSpan.Zero,
        };
        http = new HttpClient(handler) { BaseAddress = page, Timeout = Bounds.Boot };
    }

    public Task<JsonElement> StatusAsync(CancellationToken cancel) => http.GetFromJsonAsync<JsonElement>("api/status", cancel);

    /// <summary>Claims a name; the button must have been pressed.</summary>
    public async Task<JsonElement> ClaimAsync(string username, CancellationToken cancel)
    {
        using var answer = await TryClaimAsync(username, cancel);
        var said = await answer.Content.ReadAsStringAsync(cancel);
        return answer.StatusCode == HttpStatusCode.Created
            ? JsonDocument.Parse(said).RootElement
            : throw new InvalidOperationException($"The claim was answered with {(int)answer.StatusCode}: {said}");
    }

    public Task<HttpResponseMessage> TryClaimAsync(string username, CancellationToken cancel) =>
        http.PostAsJsonAsync("api/claim", new JsonObject { ["username"] = username }, cancel);

    /// <summary>How it stands with updates, as the owner sees it.</summary>
    public Task<JsonElement> UpdateAsync(CancellationToken cancel) => http.GetFromJsonAsync<JsonElement>("api/update", cancel);

    /// <summary>Publishes a file as the owner.</summary>
    public async Task PublishAsync(string name, byte[] content, CancellationToken cancel)
    {
        using var answer = await TryPublishAsync(name, content, cancel);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"Publishing {name} was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancel)}");
        }
    }

    /// <summary>Tries to; the answer may say that the card is full.</summary>
    public async Task<HttpResponseMessage> TryPublishAsync(string name, byte[] content, CancellationToken cancel)
    {
        using var body = new ByteArrayContent(content);
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri($"api/files/{name}", UriKind.Relative)) { Content = body };
        // A refusal comes before the content, and is not lost behind it.
        request.Headers.ExpectContinue = true;
        return await http.SendAsync(request, cancel);
    }

    /// <summary>Asks for the channel's newest version, as the owner.</summary>
    public Task InstallUpdateAsync(CancellationToken cancel) => AskUpdateAsync("install", cancel);

    /// <summary>Asks for the version before, as the owner.</summary>
    public Task GoBackAsync(CancellationToken cancel) => AskUpdateAsync("back", cancel);

    /// <summary>Asks what the channel's newest version is, as the owner.</summary>
    public Task LookForUpdateAsync(CancellationToken cancel) => AskUpdateAsync("check", cancel);

    /// <summary>Looks at the update, as the panel's page does, until it fits; through restarts.</summary>
    public async Task<JsonElement> FollowUpdateAsync(Func<JsonElement, bool> wanted, TimeSpan within, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(within);
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var last = default(JsonElement);
        try
        {
            while (true)
            {
                try
                {
                    if (wanted(last = await UpdateAsync(deadline.Token)))
                    {
                        return last;
                    }
                }
                catch (Exception fault) when (fault is HttpRequestException or IOException)
                {
                    // It restarts.
                }

                await beat.WaitForNextTickAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"After {within} the update is still at {last}");
        }
    }

    /// <summary>Follows the panel's events until a status fits, from before the panel is there.</summary>
    public async Task<JsonElement> FollowAsync(Func<JsonElement, bool> wanted, TimeSpan within, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(within);
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(0.25));
        while (true)
        {
            try
            {
                using var reader = new StreamReader(await http.GetStreamAsync("api/events", deadline.Token));
                while (await reader.ReadLineAsync(deadline.Token) is { } line)
                {
                    if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonDocument.Parse(line[6..]).RootElement is var status && wanted(status))
                    {
                        return status;
                    }
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException)
            {
                // Not yet, or not any more. Nothing tells when a port that refuses opens, where the light cannot be seen.
            }

            await beat.WaitForNextTickAsync(deadline.Token);
        }
    }

    private async Task AskUpdateAsync(string ask, CancellationToken cancel)
    {
        using var answer = await http.PostAsync(new Uri($"api/update/{ask}", UriKind.Relative), null, cancel);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose()
    {
        http.Dispose();
        handler.Dispose();
    }
}
