using Hearth.Protocol.Tlv;

namespace Hearth.Protocol;

/// <summary>
/// The delegations of an Interest, most preferred first (NDN Packet Format v0.3, "ForwardingHint"); each name has
/// been checked. Walk it with <c>foreach</c>.
/// </summary>
public readonly ref struct ForwardingHint
{
    private readonly ReadOnlySpan<byte> value;

    private ForwardingHint(ReadOnlySpan<byte> value) => this.value = value;

    /// <summary>Whether the Interest carries no delegation.</summary>
    public bool IsEmpty => value.IsEmpty;

    /// <summary>The names, one after the other, each as a Name element.</summary>
    public ReadOnlySpan<byte> Value => value;

    /// <summary>Reads the value of a ForwardingHint element: one or more names.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out ForwardingHint hint, out ParseError error)
    {
        hint = default;
        var reader = new TlvReader(value);
        while (reader.TryRead(out var element))
        {
            if (element.Type != TlvType.Name)
            {
                error = ParseError.UnexpectedType;
                return false;
            }

            if (!NameView.TryRead(element.Value, out _, out error))
            {
                return false;
            }
        }

        error = reader.Error == ParseError.None && value.IsEmpty ? ParseError.MissingElement : reader.Error;
        hint = error == ParseError.None ? new ForwardingHint(value) : default;
        return error == ParseError.None;
    }

    /// <summary>Walks the names.</summary>
    public Enumerator GetEnumerator() => new(value);

    /// <summary>Walks the names of a forwarding hint.</summary>
    public ref struct Enumerator
    {
        private TlvReader reader;

        internal Enumerator(ReadOnlySpan<byte> value) => reader = new TlvReader(value);

        /// <summary>The name that the last <see cref="MoveNext"/> reached.</summary>
        public NameView Current { get; private set; }

        /// <summary>Goes to the next name; false at the end.</summary>
        public bool MoveNext()
        {
            if (!reader.TryRead(out var element) || !NameView.TryRead(element.Value, out var name, out _))
            {
                return false;
            }

            Current = name;
            return true;
        }
    }
}
