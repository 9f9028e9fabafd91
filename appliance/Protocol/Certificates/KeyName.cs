using Hearth.Protocol.Tlv;

namespace Hearth.Protocol.Certificates;

/// <summary>
/// A key's name, <c>/&lt;identity&gt;/KEY/&lt;key id&gt;</c>, borrowed (NDN Packet Format v0.3, "Certificate", Name).
/// </summary>
public readonly ref struct KeyName
{
    // /KEY/<key id>
    private const int Suffix = 2;

    private KeyName(NameView name) => Name = name;

    /// <summary>The whole name.</summary>
    public NameView Name { get; }

    /// <summary>Whose key it is.</summary>
    public NameView Identity => Name.Prefix(Name.Count - Suffix);

    /// <summary>Tells the keys of one identity apart.</summary>
    public NameComponent KeyId => Name.Last;

    /// <summary>Reads a key's name; false for any other name.</summary>
    public static bool TryParse(NameView name, out KeyName keyName)
    {
        var isKeyName = name.Count >= Suffix && IsKeyword(name[name.Count - Suffix]);
        keyName = isKeyName ? new KeyName(name) : default;
        return isKeyName;
    }

    /// <summary>Reads what a KeyLocator may hold: the name of a key, or of one of its certificates.</summary>
    public static bool TryParseLocator(NameView name, out KeyName keyName)
    {
        if (TryParse(name, out keyName))
        {
            return true;
        }

        var isCertificate = CertificateName.TryParse(name, out var certificate);
        keyName = isCertificate ? certificate.Key : default;
        return isCertificate;
    }

    /// <summary>Makes a key's name.</summary>
    /// <param name="identity">Whose key it is.</param>
    /// <param name="keyId">Tells the keys of one identity apart; the specification suggests 8 bytes.</param>
    public static Name Make(Name identity, ReadOnlySpan<byte> keyId) =>
        identity.Append(TlvType.GenericNameComponent, "KEY"u8).Append(TlvType.GenericNameComponent, keyId);

    internal static bool IsKeyword(NameComponent component) =>
        component.Type == TlvType.GenericNameComponent && component.Value.SequenceEqual("KEY"u8);

    internal static KeyName OfChecked(NameView name) => new(name);
}
