using Hearth.Protocol;
using Hearth.Protocol.Link;

namespace Hearth.Client;

/// <summary>What came back for an Interest.</summary>
/// <param name="Wire">The Data packet; empty when none came.</param>
/// <param name="Nack">Why the network refused; null when it did not.</param>
/// <param name="IsCongested">Whether the packet was marked on a congested link.</param>
internal readonly record struct NdnAnswer(ReadOnlyMemory<byte> Wire, NackReason? Nack, bool IsCongested)
{
    /// <summary>Nothing came in time.</summary>
    public static NdnAnswer TimedOut => default;

    /// <summary>Reads the Data packet; false when none came.</summary>
    public bool TryGetData(out Data data)
    {
        data = default;
        return !Wire.IsEmpty && Data.TryRead(Wire.Span, out data, out _);
    }
}
