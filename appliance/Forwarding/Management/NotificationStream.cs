using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>
/// What happens, as numbered Data packets, to whoever waits for the next one (NFD Management, "Notification"). A new
/// subscriber asks for the stream's name and gets what happens next; from then on it asks for the number that follows.
/// The last ones are kept for those who are a little late.
/// </summary>
internal sealed class NotificationStream(Name name, Action<ReadOnlyMemory<byte>> send)
{
    // What happens within a round trip of a subscriber, with room to spare.
    private const int Kept = 64;

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly byte[]?[] packets = new byte[Kept][];
    private ulong next;
    private TimeSpan subscribedUntil = TimeSpan.MinValue;

    /// <summary>Whether somebody may be waiting. The forwarder merges what others ask for too: an Interest may live as long as any.</summary>
    public bool HasSubscribers(TimeSpan now) => now < subscribedUntil;

    /// <summary>Takes an Interest for the stream, or for one notification; what is kept is sent at once.</summary>
    public void Receive(NameView asked, TimeSpan now)
    {
        subscribedUntil = now + Forwarder.MaxInterestLifetime;
        if (asked.Count == name.Count + 1
            && asked.Last.TryGetNumber(TlvType.SequenceNumNameComponent, out var number)
            && number < next && next - number <= Kept
            && packets[number % Kept] is { } packet)
        {
            send(packet);
        }
    }

    /// <summary>Sends what happened to those who wait.</summary>
    public void Post(ReadOnlyMemory<byte> content)
    {
        var packet = new DataBuilder(name.AppendNumber(TlvType.SequenceNumNameComponent, next))
        {
            FreshnessPeriod = Freshness,
            Content = content,
        }.Build(DigestSha256.Signer);
        packets[next % Kept] = packet;
        next++;
        send(packet);
    }
}
