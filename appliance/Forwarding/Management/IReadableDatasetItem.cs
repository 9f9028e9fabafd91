using Hearth.Protocol;

namespace Hearth.Forwarding.Management;

/// <summary>An item of a status dataset that a client can read back.</summary>
public interface IReadableDatasetItem<TSelf> : IDatasetItem
    where TSelf : IReadableDatasetItem<TSelf>
{
    /// <summary>TLV-TYPE of the item; 0 where the dataset is one item without an element around it.</summary>
    static abstract uint Type { get; }

    /// <summary>Reads the item's value.</summary>
    static abstract TSelf? Read(ReadOnlySpan<byte> value, out ParseError error);
}
