using Hearth.Protocol;

namespace Hearth.CommandLine;

/// <summary>A name that a person wrote.</summary>
internal static class NameArgument
{
    /// <summary>Reads a name such as <c>/p/alice/photo.jpg</c>.</summary>
    /// <exception cref="WrongUsageException">It is none.</exception>
    public static Name Parse(string text) =>
        !text.StartsWith('/') && !text.StartsWith("ndn:", StringComparison.Ordinal)
            ? throw new WrongUsageException($"'{text}' is no name: it starts with a slash, for example /p/alice/photo.jpg.")
        : Name.TryParse(text, out var name) && name.Count > 0 ? name
        : throw new WrongUsageException($"'{text}' is no name; write for example /p/alice/photo.jpg (other characters as %20 and the like).");

    /// <summary>Whether the name is in somebody's namespace: below <c>/p</c>.</summary>
    public static bool IsPersonal(Name name) => Identity.Username.IsPersonal(name);
}
