using System.Buffers;
using System.Security.Cryptography;
using Hearth.Client;
using Hearth.CommandLine;
using Hearth.Protocol;
using Hearth.Protocol.Consumer;
using Hearth.Updates.Bundle;
using Hearth.Updates.Fetch;

namespace Hearth.Updating;

/// <summary>
/// Objects as named content below a channel's prefix, through the appliance's own node. Whose packets they are is not asked:
/// an object is what its hash says, wherever it comes from, and so its segments need no manifest. It is read from its first
/// segment on, also to go on with one: what came before lies in the node's content store.
/// </summary>
internal sealed class NamedObjects(ClientTransport transport, Name prefix, TimeProvider clock) : IObjectReader
{
    /// <inheritdoc/>
    public ObjectSource Source => ObjectSource.Named;

    /// <inheritdoc/>
    public async Task<FetchFault> ReadAsync(BundleObject wanted, long from, TakeChunk take, CancellationToken cancel)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            using var socket = await ForwarderSocket.ConnectAsync(transport, cancel).ConfigureAwait(false);
            var runner = new ContentFetch(socket, clock);
            var options = new FetchOptions { Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) };
            var name = UpdatePath.NameOf(prefix, wanted.Path);
            var fetch = new Fetch(wanted.Path == UpdatePath.Timestamp ? name : name.AppendVersion(UpdatePath.OnlyVersion), new Output(from, take, enough), new AnyKey(), options, runner.Now);
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
