using Hearth.Protocol.Tlv;

namespace Hearth.Protocol;

/// <summary>One component of a name, borrowed from the name's bytes (NDN Packet Format v0.3, "Name").</summary>
public readonly ref struct NameComponent
{
    internal NameComponent(TlvElement element)
    {
        Type = element.Type;
        Value = element.Value;
        Wire = element.Wire;
    }

    /// <summary>TLV-TYPE, 1 to 65535.</summary>
    public uint Type { get; }

    /// <summary>TLV-VALUE.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>The whole component: type, length and value.</summary>
    public ReadOnlySpan<byte> Wire { get; }

    /// <summary>Whether this is the keyword component <paramref name="keyword"/> (type 32).</summary>
    public bool IsKeyword(ReadOnlySpan<byte> keyword) =>
        Type == TlvType.KeywordNameComponent && Value.SequenceEqual(keyword);

    /// <summary>Reads the number of a component of <paramref name="type"/>, such as a segment or a version.</summary>
    public bool TryGetNumber(uint type, out ulong number)
    {
        number = 0;
        return Type == type && TlvElement.TryGetNumber(Value, out number);
    }

    /// <summary>Canonical order: by type, then by length, then by bytes.</summary>
    public int CompareTo(NameComponent other)
    {
        if (Type != other.Type)
        {
            return Type.CompareTo(other.Type);
        }

        return Value.Length != other.Value.Length
            ? Value.Length.CompareTo(other.Value.Length)
            : Value.SequenceCompareTo(other.Value);
    }

    /// <summary>Same type and same value.</summary>
    public bool Equals(NameComponent other) => Wire.SequenceEqual(other.Wire);

    /// <summary>The component in URI form.</summary>
    public override string ToString() => NameUri.Format(this);

    internal static bool IsValid(TlvElement element) => element.Type switch
    {
        0 or > ushort.MaxValue => false,
        TlvType.ImplicitSha256DigestComponent or TlvType.ParametersSha256DigestComponent => element.Value.Length == 32,
        _ => true,
    };
}
