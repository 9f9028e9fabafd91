namespace Hearth.Forwarding;

/// <summary>Takes packets that the forwarder sends: the shell's sockets.</summary>
public interface IFaceTransmitter
{
    /// <summary>
    /// Sends a packet. Called during <see cref="Forwarder.Receive"/> and <see cref="Forwarder.Expire"/>; it must not
    /// call back into the forwarder, and <paramref name="packet"/> is only valid until it returns.
    /// </summary>
    void Transmit(FaceId face, ReadOnlySpan<byte> packet);
}
