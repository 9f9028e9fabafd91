using System.Buffers;
using System.Security.Cryptography;
using Hearth.Client;
using Hearth.CommandLine;
using Hearth.Forwarding;
using Hearth.Protocol;
using Hearth.Protocol.Consumer;
using Hearth.Updates.Bundle;
using Hearth.Updates.Fetch;

namespace Hearth.Updating;

/// <summary>
/// Objects as named content below a channel's prefix, through the appliance's own node. Whose packets they are is not asked:
/// an object is what its hash says, wherever it comes from, and so its segments need no manifest. Those who may have it are
/// asked one after the other, so that it is known who brought something else, and that one is left alone. An object is read
/// from its first segment on, also to go on with it: what came before lies in the node's content store.
/// </summary>
/// <param name="transport">The node.</param>
/// <param name="prefix">The channel's prefix.</param>
/// <param name="peers">Who may be asked.</param>
/// <param name="shelf">What this node has itself.</param>
/// <param name="clock">The clock.</param>
internal sealed class NamedObjects(ClientTransport transport, Name prefix, IUpdatePeers peers, UpdateShelf shelf, TimeProvider clock) : IObjectReader
{
    // To the neighbour and no further, as what it would get from elsewhere is not what it vouches for: the second is spent there.
    private const byte HopsToNeighbour = 2;

    // Files whose bringers are remembered: of the metadata of a round, and an object.
    private const int MostBrought = 64;

    private static readonly UpdatePeer Unknown = new(default, FaceReach.Beyond);

    private readonly Dictionary<FaceId, SourceRest> rests = [];
    private readonly Dictionary<string, List<UpdatePeer>> brought = [];
    private readonly long start = clock.GetTimestamp();

    /// <inheritdoc/>
    public ObjectSource Source => ObjectSource.Named;

    /// <inheritdoc/>
    public async Task<FetchFault> ReadAsync(BundleObject wanted, long from, TakeChunk take, CancellationToken cancel)
    {
        if (wanted.Path == UpdatePath.Timestamp)
        {
            return await ReadNewestAsync(take, cancel).ConfigureAwait(false);
        }

        var (held, worst) = (from, FetchFault.Absent);
        if (from == 0)
        {
            brought.Remove(wanted.Path);
        }
        else if (!brought.ContainsKey(wanted.Path))
        {
            // The server brought it, or the file was there before.
            NoteBringer(wanted.Path, Unknown);
        }

        foreach (var peer in await PatientAsync().ConfigureAwait(false))
        {
            var before = held;
            var fault = await ReadAsync(peer, wanted.Path, held, Count, cancel).ConfigureAwait(false);
            if (held > before)
            {
                NoteBringer(wanted.Path, peer);
            }

            if (fault == FetchFault.None && UpdatePath.IsObject(wanted.Path) && held < wanted.StoredLength)
            {
                fault = FetchFault.Wrong;
            }

            Report(peer, fault, held > before);
            if (fault == FetchFault.None)
            {
                return fault;
            }

            worst = fault == FetchFault.Absent ? worst : FetchFault.Interrupted;
        }

        return worst;

        bool Count(ReadOnlySpan<byte> bytes)
        {
            held += bytes.Length;
            return take(bytes);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> RefuseAsync(string path)
    {
        // Where several brought parts of it, it is not known who lied. All but the last were interrupted, and come last next time.
        if (brought.Remove(path, out var bringers) && bringers is [var only])
        {
            RestOf(only.Face).Report(FetchFault.Wrong, hasProgressed: false, Now);
        }

        await peers.ForgetAsync(UpdatePath.NameOf(prefix, path)).ConfigureAwait(false);
        return bringers is not null && await HasAnybodyAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<bool> HasAnybodyAsync() => (await PatientAsync().ConfigureAwait(false)).Count > 0;

    /// <summary>The owner asks for a round: whatever neighbours did before, they are asked again.</summary>
    public void Forgive() => rests.Clear();

    private TimeSpan Now => clock.GetElapsedTime(start);

    // A neighbour's timestamp is as old as its own last look: all are asked, and the newest is taken. What this node has itself
    // counts once another has answered, so that one who is behind is not taken for one who rolls back.
    private async Task<FetchFault> ReadNewestAsync(TakeChunk take, CancellationToken cancel)
    {
        var newest = (Version: 0ul, Content: Array.Empty<byte>(), From: Unknown);
        var fault = FetchFault.Absent;
        foreach (var peer in await PatientAsync().ConfigureAwait(false))
        {
            await peers.ForgetAsync(UpdatePath.NameOf(prefix, UpdatePath.Timestamp)).ConfigureAwait(false);
            using var content = new MemoryStream();
            var one = await ReadAsync(peer, UpdatePath.Timestamp, 0, Keep, cancel).ConfigureAwait(false);
            if (one == FetchFault.None && TimestampVersion.Of(content.ToArray()) is var version)
            {
                one = version is null ? FetchFault.Wrong : FetchFault.None;
                newest = version > newest.Version ? (version.Value, content.ToArray(), peer) : newest;
            }

            Report(peer, one, hasProgressed: false);
            fault = one is FetchFault.Absent ? fault : FetchFault.Interrupted;

            bool Keep(ReadOnlySpan<byte> bytes)
            {
                content.Write(bytes);
                return content.Length <= TimestampVersion.MostBytes;
            }
        }

        if (newest.Version == 0)
        {
            return fault;
        }

        brought.Remove(UpdatePath.Timestamp);
        if (shelf.Find(UpdatePath.Timestamp) is { } own && TimestampVersion.OfFile(own) > newest.Version)
        {
            take(await File.ReadAllBytesAsync(own, cancel).ConfigureAwait(false));
        }
        else
        {
            NoteBringer(UpdatePath.Timestamp, newest.From);
            take(newest.Content);
        }

        return FetchFault.None;
    }

    // One who was interrupted comes last, one who lied not at all.
    private async Task<List<UpdatePeer>> PatientAsync()
    {
        var known = await peers.ListAsync().ConfigureAwait(false);
        foreach (var (face, _) in rests)
        {
            // A dictionary may lose entries while it is enumerated.
            if (!known.Any(peer => peer.Face == face))
            {
                rests.Remove(face);
            }
        }

        var now = Now;
        return
        [
            .. known.Where(peer => !IsResting(peer)),
            .. known.Where(peer => IsResting(peer) && !rests[peer.Face].HasLied),
        ];

        bool IsResting(UpdatePeer peer) => rests.TryGetValue(peer.Face, out var rest) && rest.Until > now;
    }

    private void Report(UpdatePeer peer, FetchFault fault, bool hasProgressed)
    {
        // Who does not have one object may have the next.
        if (fault != FetchFault.Absent)
        {
            RestOf(peer.Face).Report(fault, hasProgressed, Now);
        }
    }

    private SourceRest RestOf(FaceId face)
    {
        if (!rests.TryGetValue(face, out var rest))
        {
            rests[face] = rest = new SourceRest();
        }

        return rest;
    }

    private void NoteBringer(string path, UpdatePeer peer)
    {
        if (brought.Count >= MostBrought)
        {
            brought.Clear();
        }

        if (!brought.TryGetValue(path, out var bringers))
        {
            brought[path] = bringers = [];
        }

        if (!bringers.Contains(peer))
        {
            bringers.Add(peer);
        }
    }

    private async Task<FetchFault> ReadAsync(UpdatePeer peer, string path, long from, TakeChunk take, CancellationToken cancel)
    {
        var name = UpdatePath.NameOf(prefix, path);
        if (!await peers.AskOnlyAsync(name, peer.Face).ConfigureAwait(false))
        {
            return FetchFault.Interrupted;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            using var socket = await ForwarderSocket.ConnectAsync(transport, cancel).ConfigureAwait(false);
            var runner = new ContentFetch(socket, clock);
            var options = new FetchOptions
            {
                Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))),
                HopLimit = peer.Reach == FaceReach.Home ? HopsToNeighbour : null,
            };
            var fetch = new Fetch(path == UpdatePath.Timestamp ? name : name.AppendVersion(UpdatePath.OnlyVersion), new Output(from, take, enough), new AnyKey(), options, runner.Now);
            await Task.Run(() => runner.Run(fetch, _ => { }, enough.Token), CancellationToken.None).ConfigureAwait(false);
            return fetch.State != FetchState.Failed ? FetchFault.None
                : fetch.Failure is FetchFailure.NotPublished or FetchFailure.NoRoute ? FetchFault.Absent
                : FetchFault.Interrupted;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return FetchFault.None;
        }
        catch (VerbFailedException)
        {
            return FetchFault.Interrupted;
        }
        finally
        {
            await peers.AskAnyAsync(name, peer.Face).ConfigureAwait(false);
        }
    }

    private sealed class AnyKey : IDataTrust
    {
        public TrustVerdict Judge(in Data data, out Name? certificate)
        {
            certificate = null;
            return TrustVerdict.IntegrityOnly;
        }

        public void Learn(in Data certificate)
        {
        }

        public void GiveUpOn(Name certificate)
        {
        }
    }

    // Leaves out what is there already, and ends the fetch where it is enough.
    private sealed class Output(long skip, TakeChunk take, CancellationTokenSource enough) : IBufferWriter<byte>
    {
        private readonly byte[] buffer = new byte[PacketLimits.MaxPacketSize];

        public void Advance(int count)
        {
            var skipped = (int)Math.Min(skip, count);
            skip -= skipped;
            if (!enough.IsCancellationRequested && count > skipped && !take(buffer.AsSpan(skipped, count - skipped)))
            {
                enough.Cancel();
            }
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => buffer;

        public Span<byte> GetSpan(int sizeHint = 0) => buffer;
    }
}
