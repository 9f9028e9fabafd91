using System.Diagnostics.CodeAnalysis;
using System.Text;
using Hearth.Protocol;
using Hearth.Protocol.Publications;
using Hearth.Protocol.Tlv;

namespace Hearth.Updating;

/// <summary>
/// A file of a repository by its path, and its name on the network: the path's parts below the prefix, then a version.
/// What never changes has version 1; the timestamp has one for each time that it was signed.
/// </summary>
internal static class UpdatePath
{
    /// <summary>The one file whose content changes.</summary>
    public const string Timestamp = "metadata/timestamp.json";

    /// <summary>The version of all others.</summary>
    public const ulong OnlyVersion = 1;

    // deltas/OLD-NEW has 136; channels and boards have short names.
    private const int MostBytes = 200;
    private const int MostParts = 6;

    private static readonly string[] Folders = ["metadata", "targets", "chunks", "deltas"];

    /// <summary>Whether a text is the path of a file that a repository may have: it leads nowhere else.</summary>
    public static bool IsValid([NotNullWhen(true)] string? path) =>
        path is { Length: > 0 and <= MostBytes } && path.Split('/') is { Length: >= 2 and <= MostParts } parts
        && Folders.Contains(parts[0]) && parts.All(IsPart);

    /// <summary>Whether it is a chunk or a delta, and not what says which are wanted.</summary>
    public static bool IsObject(string path) => path.StartsWith("chunks/", StringComparison.Ordinal) || path.StartsWith("deltas/", StringComparison.Ordinal);

    /// <summary>Its name without a version.</summary>
    public static Name NameOf(Name prefix, string path)
    {
        var name = prefix;
        foreach (var part in path.Split('/'))
        {
            name = name.Append(part);
        }

        return name;
    }

    /// <summary>The path that a name leads to, and what of the name is left behind it: a version and a segment, or a keyword.</summary>
    public static bool TryRead(Name prefix, NameView name, [NotNullWhen(true)] out string? path, out int parts)
    {
        path = null;
        parts = prefix.Count;
        if (!prefix.IsPrefixOf(name))
        {
            return false;
        }

        var text = new StringBuilder();
        for (; parts < name.Count && name[parts].Type == TlvType.GenericNameComponent && text.Length <= MostBytes; parts++)
        {
            text.Append(text.Length == 0 ? "" : "/").Append(Encoding.UTF8.GetString(name[parts].Value));
        }

        path = text.ToString();
        return IsValid(path);
    }

    /// <summary>Whether the rest of a name asks for metadata, and so for the version.</summary>
    public static bool IsDiscovery(NameView name, int parts) => parts + 1 == name.Count && name[parts].IsKeyword(PublicationNames.MetadataKeyword);

    // A dot may stand in a part, and not at its start: there are no hidden files, and no way up.
    private static bool IsPart(string part) =>
        part.Length > 0 && part[0] != '.' && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or '%' or '+' or '~');
}
