using System.Net;

namespace Hearth.Discovery;

/// <summary>Takes a datagram; the span is valid until the call returns.</summary>
/// <param name="link">The interface that it arrived on.</param>
/// <param name="sender">Who sent it.</param>
/// <param name="destination">Whom it was sent to: the group, or an address of ours.</param>
/// <param name="datagram">Its bytes.</param>
internal delegate void MulticastReceiver(int link, IPEndPoint sender, IPAddress destination, ReadOnlySpan<byte> datagram);
