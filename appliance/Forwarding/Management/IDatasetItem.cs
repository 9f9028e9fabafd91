using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>One item of a status dataset (NFD Management, "StatusDataset").</summary>
public interface IDatasetItem
{
    /// <summary>Bytes that the encoded item has at most.</summary>
    int MaxSize { get; }

    /// <summary>Writes the item.</summary>
    void WriteTo(ref TlvWriter writer);
}
