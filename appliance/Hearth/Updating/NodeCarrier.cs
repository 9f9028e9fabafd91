using System.Net.Sockets;
using System.Text.Json;
using Hearth.Updates.Bundle;

namespace Hearth.Updating;

/// <summary>
/// The node, as the updater uses it: it carries bytes, and is told how it goes. Nothing that it brings is believed.
/// Failures are <see cref="IOException"/>s, and <see cref="NotCarriedException"/>s where the node says why. Each request has a connection of its own: between two of them a slot may be
/// written for minutes.
/// </summary>
/// <param name="path">The node's socket.</param>
internal sealed class NodeCarrier(string path)
{
    // Longer than the node itself looks for an object.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(7);

    private const int MostWishBytes = 4096;

    /// <summary>What is to be done.</summary>
    public async Task<UpdateWish> WishAsync(CancellationToken cancel)
    {
        var answer = await GetAsync("/wish", MostWishBytes, false, cancel).ConfigureAwait(false);
        try
        {
            return (answer is null ? null : JsonSerializer.Deserialize(answer, UpdatingJson.Default.UpdateWish)) ?? throw new IOException("the node wishes nothing");
        }
        catch (JsonException wrong)
        {
            throw new IOException("the node's wish cannot be read", wrong);
        }
    }

    /// <summary>Says how it goes.</summary>
    public async Task ReportAsync(UpdateReport report, CancellationToken cancel)
    {
        using var connection = await ConnectAsync(cancel).ConfigureAwait(false);
        await connection.AskAsync("POST", "/report", 0, JsonSerializer.SerializeToUtf8Bytes(report, UpdatingJson.Default.UpdateReport), cancel).ConfigureAwait(false);
    }

    /// <summary>Gets a small file; null where nobody has it.</summary>
    /// <param name="file">Its path in the repository, such as <c>metadata/timestamp.json</c>, percent-encoded.</param>
    /// <param name="mostBytes">Reading stops at most one byte beyond.</param>
    /// <param name="cancel">Ends it.</param>
    public Task<byte[]?> FileAsync(string file, int mostBytes, CancellationToken cancel) => GetAsync($"/{file}?most={mostBytes}", mostBytes, false, cancel);

    /// <summary>Gets an object; it has the length that it should have, or an <see cref="IOException"/> says what is wrong.</summary>
    public async Task<byte[]> ObjectAsync(BundleObject wanted, CancellationToken cancel) =>
        await GetAsync($"/{wanted.Path}?size={wanted.StoredLength}", wanted.StoredLength, true, cancel).ConfigureAwait(false)
            ?? throw new NotCarriedException("Unavailable", $"nobody has {wanted.Path}");

    /// <summary>Says that a file or object is not what its name says: it is to be forgotten, and got elsewhere.</summary>
    /// <returns>Whether it is worth asking for it again.</returns>
    public async Task<bool> RefuseAsync(string path, CancellationToken cancel)
    {
        using var connection = await ConnectAsync(cancel).ConfigureAwait(false);
        await connection.AskAsync("DELETE", $"/{path}", 0, default, cancel).ConfigureAwait(false);
        return connection.Status == 204;
    }

    private async Task<byte[]?> GetAsync(string target, int mostBytes, bool isExact, CancellationToken cancel)
    {
        using var connection = await ConnectAsync(cancel).ConfigureAwait(false);
        await connection.AskAsync("GET", target, 0, default, cancel).ConfigureAwait(false);
        using var content = new MemoryStream(isExact ? mostBytes : 0);
        while (await connection.ReadAsync(cancel).ConfigureAwait(false) is { Length: > 0 } chunk)
        {
            if (content.Length + chunk.Length > mostBytes + 1L)
            {
                throw new IOException($"the node sends more of {target} than was asked for");
            }

            content.Write(chunk.Span);
        }

        return connection.Status switch
        {
            // An object is held once.
            200 => content.Length == content.Capacity ? content.GetBuffer() : content.ToArray(),
            404 => null,
            502 => throw new NotCarriedException("BrokenOff", $"{target.Split('?')[0][1..]} breaks off before its end, or never ends"),
            503 => throw new NotCarriedException("Unreachable", "neither neighbours nor the server can be reached"),
            507 => throw new NotCarriedException("NoRoom", "the data partition has no room for it"),
            var status => throw new IOException($"the node answers {status} to {target}"),
        };
    }

    private async Task<HttpConnection> ConnectAsync(CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel).ConfigureAwait(false);
            return new HttpConnection(new NetworkStream(socket, ownsSocket: true), "node", Patience);
        }
        catch (SocketException refusal)
        {
            socket.Dispose();
            throw new IOException($"the node does not answer at {path}: {refusal.Message}", refusal);
        }
    }
}
