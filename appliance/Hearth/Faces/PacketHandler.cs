namespace Hearth.Faces;

/// <summary>Takes one packet; the span is valid until the call returns.</summary>
internal delegate void PacketHandler(ReadOnlySpan<byte> packet);
