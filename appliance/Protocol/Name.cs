using System.Diagnostics.CodeAnalysis;
using System.Text;
using Hearth.Protocol.Tlv;

namespace Hearth.Protocol;

/// <summary>
/// An immutable name that owns its bytes (NDN Packet Format v0.3, "Name"). Every <see cref="Name"/> reads as a
/// <see cref="NameView"/>; the canonical order is that of <see cref="NameView.CompareTo"/>.
/// </summary>
public sealed class Name : IEquatable<Name>, IComparable<Name>
{
    /// <summary>The name without components, <c>/</c>.</summary>
    public static readonly Name Empty = new([], 0);

    private readonly byte[] value;

    internal Name(byte[] value, int count)
    {
        this.value = value;
        Count = count;
    }

    /// <summary>Number of components.</summary>
    public int Count { get; }

    /// <summary>The components, one after the other, without the Name's own type and length.</summary>
    public ReadOnlySpan<byte> Value => value;

    /// <summary>This name as a view.</summary>
    public NameView View => NameView.OfChecked(value, Count);

    /// <summary>The component at <paramref name="index"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such component.</exception>
    public NameComponent this[int index] => View[index];

    /// <summary>The last component.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The name is empty.</exception>
    public NameComponent Last => View.Last;

    /// <summary>Reads a name as a view.</summary>
    public static implicit operator NameView(Name name) => name.View;

    /// <summary>Reads a URI such as <c>/p/alice/photo.jpg/v=7</c>.</summary>
    /// <exception cref="FormatException">It is not a name.</exception>
    public static Name Parse(string uri) =>
        TryParse(uri, out var name) ? name : throw new FormatException($"'{uri}' is not an NDN name.");

    /// <summary>
    /// Reads the URI form: <c>/</c>-separated components, percent escapes, <c>N=value</c> for typed components,
    /// <c>sha256digest=</c> and <c>params-sha256=</c> in hexadecimal, and the conventions' <c>seg= off= v= t= seq=</c>.
    /// An <c>ndn:</c> scheme is accepted.
    /// </summary>
    public static bool TryParse(string uri, [NotNullWhen(true)] out Name? name) => NameUri.TryParse(uri, out name);

    /// <summary>Reads the value of a Name element and copies it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> nameValue, [NotNullWhen(true)] out Name? name, out ParseError error)
    {
        var read = NameView.TryRead(nameValue, out var view, out error);
        name = read ? view.ToName() : null;
        return read;
    }

    /// <summary>The name with one more component of any type.</summary>
    /// <exception cref="ArgumentException">The type or value is not allowed in a name.</exception>
    public Name Append(uint type, ReadOnlySpan<byte> componentValue)
    {
        var longer = new byte[value.Length + TlvWriter.SizeOfElement(type, componentValue.Length)];
        var writer = new TlvWriter(longer);
        writer.WriteRaw(value);
        writer.Write(type, componentValue);
        TlvElement.TryRead(longer.AsSpan(value.Length), out var element, out _);
        if (!NameComponent.IsValid(element))
        {
            throw new ArgumentException($"A component of type {type} and {componentValue.Length} bytes cannot stand in a name.", nameof(type));
        }

        return new Name(longer, Count + 1);
    }

    /// <summary>The name with a copy of <paramref name="component"/> at its end.</summary>
    public Name Append(NameComponent component) => Append(component.Type, component.Value);

    /// <summary>The name with one more generic component, the UTF-8 bytes of <paramref name="text"/>.</summary>
    public Name Append(string text) => Append(TlvType.GenericNameComponent, Encoding.UTF8.GetBytes(text));

    /// <summary>The name followed by the components of <paramref name="suffix"/>.</summary>
    public Name Append(NameView suffix) => new([.. value, .. suffix.Value], Count + suffix.Count);

    /// <summary>The name with a component whose value is a number, such as a segment.</summary>
    public Name AppendNumber(uint type, ulong number)
    {
        Span<byte> encoded = stackalloc byte[8];
        return Append(type, encoded[..TlvWriter.EncodeNonNegativeInteger(encoded, number)]);
    }

    /// <summary>The name with a segment number (Naming Conventions rev. 3, <c>seg=</c>).</summary>
    public Name AppendSegment(ulong segment) => AppendNumber(TlvType.SegmentNameComponent, segment);

    /// <summary>The name with a version (Naming Conventions rev. 3, <c>v=</c>).</summary>
    public Name AppendVersion(ulong version) => AppendNumber(TlvType.VersionNameComponent, version);

    /// <summary>The name with a keyword (Naming Conventions rev. 3, <c>32=</c>).</summary>
    public Name AppendKeyword(string keyword) =>
        Append(TlvType.KeywordNameComponent, Encoding.UTF8.GetBytes(keyword));

    /// <summary>The first <paramref name="count"/> components; counts from the end when negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The name is shorter.</exception>
    public Name Prefix(int count) => View.Prefix(count < 0 ? Count + count : count).ToName();

    /// <summary>Whether <paramref name="other"/> starts with all components of this name.</summary>
    public bool IsPrefixOf(NameView other) => View.IsPrefixOf(other);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] Name? other) => other is not null && value.AsSpan().SequenceEqual(other.value);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as Name);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(value);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public int CompareTo(Name? other) => other is null ? 1 : View.CompareTo(other.View);

    /// <summary>Same components in the same order.</summary>
    public static bool operator ==(Name? left, Name? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Not the same components in the same order.</summary>
    public static bool operator !=(Name? left, Name? right) => !(left == right);

    /// <summary>Canonical order.</summary>
    public static bool operator <(Name left, Name right) => left.CompareTo(right) < 0;

    /// <summary>Canonical order.</summary>
    public static bool operator >(Name left, Name right) => left.CompareTo(right) > 0;

    /// <summary>Canonical order.</summary>
    public static bool operator <=(Name left, Name right) => left.CompareTo(right) <= 0;

    /// <summary>Canonical order.</summary>
    public static bool operator >=(Name left, Name right) => left.CompareTo(right) >= 0;

    /// <summary>The name in URI form.</summary>
    public override string ToString() => View.ToString();
}
