using System.Text;
using Hearth.Protocol.Tlv;

namespace Hearth.Protocol.Certificates;

/// <summary>
/// A certificate's name, <c>/&lt;identity&gt;/KEY/&lt;key id&gt;/&lt;issuer id&gt;/&lt;version&gt;</c>, borrowed (NDN
/// Packet Format v0.3, "Certificate", Name).
/// </summary>
public readonly ref struct CertificateName
{
    // /KEY/<key id>/<issuer id>/<version>
    private const int Suffix = 4;

    // Naming Conventions rev. 1: a generic component that starts with this byte is a version.
    private const byte VersionMarker = 0xfd;

    private CertificateName(NameView name, ulong version)
    {
        Name = name;
        Version = version;
    }

    /// <summary>The whole name.</summary>
    public NameView Name { get; }

    /// <summary>The key that is certified.</summary>
    public KeyName Key => KeyName.OfChecked(Name.Prefix(Name.Count - 2));

    /// <summary>Whose key it is.</summary>
    public NameView Identity => Name.Prefix(Name.Count - Suffix);

    /// <summary>Tells the issuers of one key's certificates apart.</summary>
    public NameComponent IssuerId => Name[Name.Count - 2];

    /// <summary>Tells the certificates of one issuer apart; often milliseconds since 1970.</summary>
    public ulong Version { get; }

    /// <summary>Reads a certificate's name; false for any other name.</summary>
    public static bool TryParse(NameView name, out CertificateName certificateName)
    {
        certificateName = default;
        if (name.Count < Suffix || !KeyName.IsKeyword(name[name.Count - Suffix]) || !TryGetVersion(name.Last, out var version))
        {
            return false;
        }

        certificateName = new CertificateName(name, version);
        return true;
    }

    /// <summary>Makes a certificate's name.</summary>
    /// <param name="keyName">The key that is certified.</param>
    /// <param name="issuerId">Tells the issuers apart; <c>self</c> by custom when the key signs itself.</param>
    /// <param name="version">Tells the certificates of one issuer apart.</param>
    public static Name Make(Name keyName, string issuerId, ulong version) =>
        keyName.Append(TlvType.GenericNameComponent, Encoding.UTF8.GetBytes(issuerId)).AppendVersion(version);

    private static bool TryGetVersion(NameComponent component, out ulong version)
    {
        if (component.TryGetNumber(TlvType.VersionNameComponent, out version))
        {
            return true;
        }

        return component.Type == TlvType.GenericNameComponent
            && component.Value is [VersionMarker, .. var number]
            && TlvElement.TryGetNumber(number, out version);
    }
}
