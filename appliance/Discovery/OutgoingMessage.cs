using System.Net;

namespace Hearth.Discovery;

/// <summary>A message to send from port 5353.</summary>
/// <param name="Interface">The interface to send it on, as the shell numbers them.</param>
/// <param name="Receiver">Who gets it; null is the multicast group of both address families (RFC 6762 section 3).</param>
/// <param name="Bytes">The encoded message.</param>
public sealed record OutgoingMessage(int Interface, IPEndPoint? Receiver, ReadOnlyMemory<byte> Bytes);
