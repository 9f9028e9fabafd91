namespace Hearth.Forwarding.Management;

/// <summary>One next hop of a prefix (NFD Management, FibMgmt, "NextHopRecord").</summary>
/// <param name="FaceId">The face.</param>
/// <param name="Cost">Less is better.</param>
public readonly record struct NextHopRecord(ulong FaceId, ulong Cost)
{
    internal const int MaxSize = FieldSize.Header + (2 * FieldSize.Number);
}
