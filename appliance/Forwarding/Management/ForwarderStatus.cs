using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>The forwarder as a whole (NFD Management, "ForwarderStatus"): dataset <c>status/general</c>.</summary>
public sealed record ForwarderStatus : IReadableDatasetItem<ForwarderStatus>
{
    /// <summary>Name and version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>When it started, milliseconds since 1970.</summary>
    public required ulong StartTimestamp { get; init; }

    /// <summary>When it answered, milliseconds since 1970.</summary>
    public required ulong CurrentTimestamp { get; init; }

    /// <summary>Entries of the table that NFD's other tables hang on; 0 where there is none.</summary>
    public required ulong NameTreeEntries { get; init; }

    /// <summary>Prefixes in the FIB.</summary>
    public required ulong FibEntries { get; init; }

    /// <summary>Pending Interests.</summary>
    public required ulong PitEntries { get; init; }

    /// <summary>Prefixes that strategies measure.</summary>
    public required ulong MeasurementsEntries { get; init; }

    /// <summary>Packets in the content store.</summary>
    public required ulong ContentStoreEntries { get; init; }

    /// <summary>Packets in and out over all faces.</summary>
    public required PacketCounts Packets { get; init; }

    /// <summary>Interests that left the PIT answered.</summary>
    public required ulong SatisfiedInterests { get; init; }

    /// <summary>Interests that left the PIT unanswered.</summary>
    public required ulong UnsatisfiedInterests { get; init; }

    /// <inheritdoc/>
    public static uint Type => 0;

    /// <inheritdoc/>
    public int MaxSize => FieldSize.Text(Version) + (9 * FieldSize.Number) + PacketCounts.MaxSize;

    /// <inheritdoc/>
    public static ForwarderStatus? Read(ReadOnlySpan<byte> value, out ParseError error)
    {
        var reader = new FieldReader(value);
        var status = new ForwarderStatus
        {
            Version = reader.Text(ManagementTlv.NfdVersion),
            StartTimestamp = reader.Number(ManagementTlv.StartTimestamp),
            CurrentTimestamp = reader.Number(ManagementTlv.CurrentTimestamp),
            NameTreeEntries = reader.Number(ManagementTlv.NameTreeEntries),
            FibEntries = reader.Number(ManagementTlv.FibEntries),
            PitEntries = reader.Number(ManagementTlv.PitEntries),
            MeasurementsEntries = reader.Number(ManagementTlv.MeasurementsEntries),
            ContentStoreEntries = reader.Number(ManagementTlv.ContentStoreEntries),
            Packets = PacketCounts.Read(ref reader),
            SatisfiedInterests = reader.Number(ManagementTlv.SatisfiedInterests),
            UnsatisfiedInterests = reader.Number(ManagementTlv.UnsatisfiedInterests),
        };
        error = reader.Error;
        return error == ParseError.None ? status : null;
    }

    /// <inheritdoc/>
    public void WriteTo(ref TlvWriter writer)
    {
        writer.WriteText(ManagementTlv.NfdVersion, Version);
        writer.WriteNumber(ManagementTlv.StartTimestamp, StartTimestamp);
        writer.WriteNumber(ManagementTlv.CurrentTimestamp, CurrentTimestamp);
        writer.WriteNumber(ManagementTlv.NameTreeEntries, NameTreeEntries);
        writer.WriteNumber(ManagementTlv.FibEntries, FibEntries);
        writer.WriteNumber(ManagementTlv.PitEntries, PitEntries);
        writer.WriteNumber(ManagementTlv.MeasurementsEntries, MeasurementsEntries);
        writer.WriteNumber(ManagementTlv.ContentStoreEntries, ContentStoreEntries);
        Packets.WriteTo(ref writer);
        writer.WriteNumber(ManagementTlv.SatisfiedInterests, SatisfiedInterests);
        writer.WriteNumber(ManagementTlv.UnsatisfiedInterests, UnsatisfiedInterests);
    }
}
