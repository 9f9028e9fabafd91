using Hearth.Forwarding.Storage;
using Hearth.Protocol;
using Hearth.Protocol.Link;

namespace Hearth.Forwarding;

/// <summary>What leaves.</summary>
public sealed partial class Forwarder
{
    private readonly byte[] output = new byte[PacketLimits.MaxPacketSize + InterestRewriter.MaxGrowth + MaxAnnouncementSize + FrameWriter.Overhead];

    // False when there was no room for a single out-record: then nothing will come.
    private bool SendInterest(Face ingress, in LpPacket link, in Interest interest, ReadOnlySpan<FaceId> faces, int entry, in Sending sending, TimeSpan now)
    {
        var wire = interest.HopLimit is null ? interest.Wire : InterestRewriter.SpendHop(interest, outgoing);
        var isSent = false;
        foreach (var face in faces)
        {
            if (!Faces.TryGet(face, out var egress) || Pit.AddOutRecord(entry, face) is not (> 0 and var record))
            {
                continue;
            }

            // The nonce that is replaced may still come around.
            ref var upstream = ref Pit.OutRecord(record);
            if (upstream.SentAt != default && upstream.Nonce != interest.Nonce)
            {
                DeadNonces.Add(Pit[entry].Hash, upstream.Nonce, now);
            }

            upstream.Nonce = interest.Nonce!.Value;
            upstream.SentAt = now;
            upstream.Expiry = now + (interest.Lifetime < MaxInterestLifetime ? interest.Lifetime : MaxInterestLifetime);
            upstream.IsNacked = false;
            upstream.MeasuredPrefix = sending.MeasuredPrefix;
            upstream.IsDiscovery = sending.IsDiscovery;
            isSent = true;

            Counters.OutInterests++;
            egress.Counters.OutInterests++;
            var packet = LpPacket.Of(wire);
            packet.CongestionMark = link.CongestionMark;
            packet.IncomingFaceId = egress.Info.LocalFieldsEnabled ? ingress.Id.Value : null;
            packet.NonDiscovery = sending.IsNonDiscovery && !egress.IsLocal;
            Transmit(egress, packet, now);
        }

        return isSent;
    }

    private void SendData(
        Face egress, ReadOnlySpan<byte> token, ReadOnlySpan<byte> wire, FaceId from, ulong congestionMark, TimeSpan now,
        ReadOnlySpan<byte> announcement = default)
    {
        Counters.OutData++;
        egress.Counters.OutData++;
        var packet = LpPacket.Of(wire);
        packet.PitToken = token;
        packet.PrefixAnnouncement = Fits(egress, wire.Length + announcement.Length) ? announcement : [];
        packet.CongestionMark = congestionMark;
        packet.IncomingFaceId = egress.Info.LocalFieldsEnabled ? from.Value : null;
        Transmit(egress, packet, now);
    }

    // Peers on a stream take no frame that is longer than a packet, and a stream cuts none up: the Data goes first.
    private static bool Fits(Face egress, int size) => egress.Info.Mtu is not null || size + LpPacket.MaxHeaderSize <= PacketLimits.MaxPacketSize;

    private void SendNack(Face egress, ReadOnlySpan<byte> interest, ReadOnlySpan<byte> token, NackReason reason, TimeSpan now)
    {
        // On a shared link others may be able to answer.
        if (egress.Info.LinkType != LinkType.PointToPoint)
        {
            return;
        }

        Counters.OutNacks++;
        egress.Counters.OutNacks++;
        var packet = LpPacket.Of(interest);
        packet.PitToken = token;
        packet.Nack = reason;
        Transmit(egress, packet, now);
    }

    private void Transmit(Face egress, LpPacket packet, TimeSpan now)
    {
        if (egress.Marker is { } marker && marker.ShouldMark(now) && packet.CongestionMark == 0)
        {
            packet.CongestionMark = 1;
        }

        var mtu = egress.Info.Mtu ?? int.MaxValue;
        if (!packet.HasHeader && packet.Fragment.Length <= mtu && !egress.Link.IsReliable)
        {
            TransmitFrame(egress, packet.Fragment);
            return;
        }

        var frames = egress.Link.Send(packet, mtu, now);
        while (frames.TryWriteNext(output, out var size))
        {
            TransmitFrame(egress, output.AsSpan(0, size));
        }

        if (egress.Link.IsReliable)
        {
            WatchLink(egress, now);
        }
    }

    private void TransmitFrame(Face egress, ReadOnlySpan<byte> frame)
    {
        egress.Counters.OutBytes += frame.Length;
        transmitter.Transmit(egress.Id, frame);
    }
}
