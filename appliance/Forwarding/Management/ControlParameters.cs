using System.Diagnostics.CodeAnalysis;
using System.Text;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>
/// What a command asks and what its response repeats (NFD Management, "ControlCommand"). Every field is optional here;
/// each command says which it needs. Reading takes the fields in any order, as clients differ, and skips unknown ones.
/// </summary>
public sealed record ControlParameters
{
    // A whole ControlParameters stands in one component of a packet's name.
    private const int MaxSize = PacketLimits.MaxPacketSize;

    /// <summary>The prefix that the command is about.</summary>
    public Name? Name { get; init; }

    /// <summary>A face; 0 is the face that the command came from.</summary>
    public ulong? FaceId { get; init; }

    /// <summary>Where a face leads.</summary>
    public string? Uri { get; init; }

    /// <summary>Where a face starts.</summary>
    public string? LocalUri { get; init; }

    /// <summary>Who made a route; see <see cref="RouteOrigin"/>.</summary>
    public ulong? Origin { get; init; }

    /// <summary>Cost of a next hop; less is better.</summary>
    public ulong? Cost { get; init; }

    /// <summary>Capacity of the content store.</summary>
    public ulong? Capacity { get; init; }

    /// <summary>A number of packets.</summary>
    public ulong? Count { get; init; }

    /// <summary>Bits; what they mean depends on the command.</summary>
    public ulong? Flags { get; init; }

    /// <summary>Which bits of <see cref="Flags"/> are to be changed.</summary>
    public ulong? Mask { get; init; }

    /// <summary>Name of a strategy.</summary>
    public Name? Strategy { get; init; }

    /// <summary>Milliseconds until a route expires.</summary>
    public ulong? ExpirationPeriod { get; init; }

    /// <summary>When a face may be closed.</summary>
    public FacePersistency? FacePersistency { get; init; }

    /// <summary>Nanoseconds between congestion marks at the start of congestion.</summary>
    public ulong? BaseCongestionMarkingInterval { get; init; }

    /// <summary>Bytes in a send queue above which congestion begins.</summary>
    public ulong? DefaultCongestionThreshold { get; init; }

    /// <summary>Largest packet of the link in bytes.</summary>
    public ulong? Mtu { get; init; }

    /// <summary>The prefix announcement that <c>rib/announce</c> has in place of parameters; never part of the encoding.</summary>
    internal ReadOnlyMemory<byte> Announcement { get; init; }

    /// <summary>The fields that are there.</summary>
    internal ParameterFields Present =>
        Field(Name, ParameterFields.Name)
        | Field(FaceId, ParameterFields.FaceId)
        | Field(Uri, ParameterFields.Uri)
        | Field(LocalUri, ParameterFields.LocalUri)
        | Field(Origin, ParameterFields.Origin)
        | Field(Cost, ParameterFields.Cost)
        | Field(Capacity, ParameterFields.Capacity)
        | Field(Count, ParameterFields.Count)
        | Field(Flags, ParameterFields.Flags)
        | Field(Mask, ParameterFields.Mask)
        | Field(Strategy, ParameterFields.Strategy)
        | Field(ExpirationPeriod, ParameterFields.ExpirationPeriod)
        | Field(FacePersistency, ParameterFields.FacePersistency)
        | Field(BaseCongestionMarkingInterval, ParameterFields.BaseCongestionMarkingInterval)
        | Field(DefaultCongestionThreshold, ParameterFields.DefaultCongestionThreshold)
        | Field(Mtu, ParameterFields.Mtu);

    /// <summary>Reads bytes that must be exactly one ControlParameters element.</summary>
    public static bool TryRead(ReadOnlySpan<byte> wire, [NotNullWhen(true)] out ControlParameters? parameters, out ParseError error)
    {
        parameters = null;
        if (!TlvElement.TryRead(wire, out var element, out error))
        {
            return false;
        }

        if (element.Type != ManagementTlv.ControlParameters)
        {
            error = ParseError.UnexpectedType;
            return false;
        }

        parameters = Read(element.Value, out error);
        return parameters is not null;
    }

    /// <summary>The bit of <see cref="Flags"/> that the command sets, or null where <see cref="Mask"/> leaves it alone.</summary>
    public bool? Flag(int bit) => (Mask >> bit & 1) == 1 ? (Flags >> bit & 1) == 1 : null;

    /// <summary>Encodes the element.</summary>
    /// <exception cref="ArgumentException">It is larger than a packet.</exception>
    public byte[] Encode()
    {
        Span<byte> buffer = stackalloc byte[MaxSize];
        var writer = new TlvWriter(buffer);
        WriteTo(ref writer);
        return writer.Written.ToArray();
    }

    /// <summary>Writes the element, fields in ndn-cxx's order.</summary>
    internal void WriteTo(ref TlvWriter writer)
    {
        var element = writer.Begin(ManagementTlv.ControlParameters);
        if (Name is not null)
        {
            writer.WriteName(Name);
        }

        writer.WriteOptional(ManagementTlv.FaceId, FaceId);
        writer.WriteOptional(ManagementTlv.Uri, Uri);
        writer.WriteOptional(ManagementTlv.LocalUri, LocalUri);
        writer.WriteOptional(ManagementTlv.Origin, Origin);
        writer.WriteOptional(ManagementTlv.Cost, Cost);
        writer.WriteOptional(ManagementTlv.Capacity, Capacity);
        writer.WriteOptional(ManagementTlv.Count, Count);
        writer.WriteOptional(ManagementTlv.Flags, Flags);
        writer.WriteOptional(ManagementTlv.Mask, Mask);
        if (Strategy is not null)
        {
            var strategy = writer.Begin(ManagementTlv.Strategy);
            writer.WriteName(Strategy);
            writer.End(strategy);
        }

        writer.WriteOptional(ManagementTlv.ExpirationPeriod, ExpirationPeriod);
        writer.WriteOptional(ManagementTlv.FacePersistency, (ulong?)FacePersistency);
        writer.WriteOptional(ManagementTlv.BaseCongestionMarkingInterval, BaseCongestionMarkingInterval);
        writer.WriteOptional(ManagementTlv.DefaultCongestionThreshold, DefaultCongestionThreshold);
        writer.WriteOptional(ManagementTlv.Mtu, Mtu);
        writer.End(element);
    }

    private static ParameterFields Field<T>(T value, ParameterFields field) => value is null ? ParameterFields.None : field;

    private static ControlParameters? Read(ReadOnlySpan<byte> value, out ParseError error)
    {
        var fields = default(Fields);
        var reader = new TlvReader(value);
        while (reader.TryRead(out var element))
        {
            error = fields.Accept(element);
            if (error != ParseError.None)
            {
                return null;
            }
        }

        error = reader.Error;
        return error == ParseError.None ? fields.ToParameters() : null;
    }

    private struct Fields
    {
        private Name? name;
        private Name? strategy;
        private string? uri;
        private string? localUri;
        private ulong? faceId;
        private ulong? origin;
        private ulong? cost;
        private ulong? capacity;
        private ulong? count;
        private ulong? flags;
        private ulong? mask;
        private ulong? expirationPeriod;
        private ulong? facePersistency;
        private ulong? markingInterval;
        private ulong? congestionThreshold;
        private ulong? mtu;

        public ParseError Accept(TlvElement element) => element.Type switch
        {
            TlvType.Name => AcceptName(element.Value, ref name),
            ManagementTlv.Strategy => AcceptStrategy(element.Value),
            ManagementTlv.Uri => AcceptText(element, ref uri),
            ManagementTlv.LocalUri => AcceptText(element, ref localUri),
            ManagementTlv.FaceId => AcceptNumber(element, ref faceId),
            ManagementTlv.Origin => AcceptNumber(element, ref origin),
            ManagementTlv.Cost => AcceptNumber(element, ref cost),
            ManagementTlv.Capacity => AcceptNumber(element, ref capacity),
            ManagementTlv.Count => AcceptNumber(element, ref count),
            ManagementTlv.Flags => AcceptNumber(element, ref flags),
            ManagementTlv.Mask => AcceptNumber(element, ref mask),
            ManagementTlv.ExpirationPeriod => AcceptNumber(element, ref expirationPeriod),
            ManagementTlv.FacePersistency => AcceptNumber(element, ref facePersistency),
            ManagementTlv.BaseCongestionMarkingInterval => AcceptNumber(element, ref markingInterval),
            ManagementTlv.DefaultCongestionThreshold => AcceptNumber(element, ref congestionThreshold),
            ManagementTlv.Mtu => AcceptNumber(element, ref mtu),
            _ => ParseError.None,
        };

        public readonly ControlParameters ToParameters() => new()
        {
            Name = name,
            FaceId = faceId,
            Uri = uri,
            LocalUri = localUri,
            Origin = origin,
            Cost = cost,
            Capacity = capacity,
            Count = count,
            Flags = flags,
            Mask = mask,
            Strategy = strategy,
            ExpirationPeriod = expirationPeriod,
            FacePersistency = facePersistency is { } persistency ? (FacePersistency)(int)Math.Min(persistency, int.MaxValue) : null,
            BaseCongestionMarkingInterval = markingInterval,
            DefaultCongestionThreshold = congestionThreshold,
            Mtu = mtu,
        };

        private static ParseError AcceptNumber(TlvElement element, ref ulong? field)
        {
            if (!element.TryGetNumber(out var number))
            {
                return ParseError.InvalidValue;
            }

            field ??= number;
            return ParseError.None;
        }

        private static ParseError AcceptText(TlvElement element, ref string? field)
        {
            field ??= Encoding.UTF8.GetString(element.Value);
            return ParseError.None;
        }

        private static ParseError AcceptName(ReadOnlySpan<byte> value, ref Name? field)
        {
            if (!Name.TryRead(value, out var read, out var error))
            {
                return error;
            }

            field ??= read;
            return ParseError.None;
        }

        private ParseError AcceptStrategy(ReadOnlySpan<byte> value)
        {
            if (!TlvElement.TryRead(value, out var inner, out var error))
            {
                return error;
            }

            return inner.Type == TlvType.Name ? AcceptName(inner.Value, ref strategy) : ParseError.UnexpectedType;
        }
    }
}
