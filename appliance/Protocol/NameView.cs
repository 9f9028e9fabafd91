using Hearth.Protocol.Tlv;

namespace Hearth.Protocol;

/// <summary>
/// A name borrowed from a packet's bytes; its components have been checked. <see cref="ToName"/> makes a copy to keep.
/// </summary>
public readonly ref struct NameView
{
    private NameView(ReadOnlySpan<byte> value, int count)
    {
        Value = value;
        Count = count;
    }

    /// <summary>The components, one after the other, without the Name's own type and length.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Number of components.</summary>
    public int Count { get; }

    /// <summary>Whether there are no components.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The component at <paramref name="index"/>; walks the name from its start.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such component.</exception>
    public NameComponent this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var components = GetEnumerator();
            for (var i = 0; i <= index; i++)
            {
                components.MoveNext();
            }

            return components.Current;
        }
    }

    /// <summary>The last component.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The name is empty.</exception>
    public NameComponent Last => this[Count - 1];

    /// <summary>Reads the value of a Name element.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out NameView name, out ParseError error)
    {
        name = default;
        var count = 0;
        var reader = new TlvReader(value);
        while (reader.TryRead(out var element))
        {
            if (!NameComponent.IsValid(element))
            {
                error = ParseError.InvalidComponent;
                return false;
            }

            count++;
        }

        error = reader.Error;
        name = error == ParseError.None ? new NameView(value, count) : default;
        return error == ParseError.None;
    }

    /// <summary>The first <paramref name="count"/> components.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The name is shorter.</exception>
    public NameView Prefix(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        var size = 0;
        var components = GetEnumerator();
        for (var i = 0; i < count; i++)
        {
            components.MoveNext();
            size += components.Current.Wire.Length;
        }

        return new NameView(Value[..size], count);
    }

    /// <summary>Whether <paramref name="other"/> starts with all components of this name.</summary>
    public bool IsPrefixOf(NameView other) => Count <= other.Count && other.Value.StartsWith(Value);

    /// <summary>Same components in the same order.</summary>
    public bool Equals(NameView other) => Value.SequenceEqual(other.Value);

    /// <summary>Canonical order: component by component; a prefix sorts before the longer name.</summary>
    public int CompareTo(NameView other)
    {
        var mine = GetEnumerator();
        var theirs = other.GetEnumerator();
        while (mine.MoveNext())
        {
            if (!theirs.MoveNext())
            {
                return 1;
            }

            var order = mine.Current.CompareTo(theirs.Current);
            if (order != 0)
            {
                return order;
            }
        }

        return theirs.MoveNext() ? -1 : 0;
    }

    /// <summary>A copy that owns its bytes.</summary>
    public Name ToName() => Count == 0 ? Name.Empty : new Name(Value.ToArray(), Count);

    /// <summary>The name in URI form.</summary>
    public override string ToString() => NameUri.Format(this);

    /// <summary>Walks the components.</summary>
    public Enumerator GetEnumerator() => new(Value);

    internal static NameView OfChecked(ReadOnlySpan<byte> value, int count) => new(value, count);

    /// <summary>Walks the components of a name.</summary>
    public ref struct Enumerator
    {
        private TlvReader reader;

        internal Enumerator(ReadOnlySpan<byte> value) => reader = new TlvReader(value);

        /// <summary>The component that the last <see cref="MoveNext"/> reached.</summary>
        public NameComponent Current { get; private set; }

        /// <summary>Goes to the next component; false at the end.</summary>
        public bool MoveNext()
        {
            if (!reader.TryRead(out var element))
            {
                return false;
            }

            Current = new NameComponent(element);
            return true;
        }
    }
}
