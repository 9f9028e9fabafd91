using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Identity;

/// <summary>
/// Whose namespace: <c>[a-z0-9](-?[a-z0-9]){0,31}</c>, so up to 32 letters and digits, with single hyphens between them.
/// This is the only place that knows the rule.
/// </summary>
public sealed record Username
{
    /// <summary>First component of every personal namespace, <c>/p</c>.</summary>
    public const string Root = "p";

    private const int MaxLettersAndDigits = 32;

    private static readonly SearchValues<char> LettersAndDigits = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    private static readonly SearchValues<char> LettersAndHyphen = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private readonly string text;

    private Username(string text)
    {
        this.text = text;
        Namespace = Name.Empty.Append(Root).Append(text);
    }

    /// <summary>The namespace, <c>/p/alice</c>.</summary>
    public Name Namespace { get; }

    /// <summary>Reads a username exactly as written: no trimming, no change of case.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Username? username)
    {
        username = text is not null && IsValid(text) ? new Username(text) : null;
        return username is not null;
    }

    /// <summary>Reads a username; throws <see cref="FormatException"/> where it is none.</summary>
    public static Username Parse(string text) =>
        TryParse(text, out var username) ? username : throw new FormatException($"'{text}' is not a username.");

    /// <summary>The username in whose namespace <paramref name="name"/> lies; false where it lies in nobody's.</summary>
    public static bool TryFind(NameView name, [NotNullWhen(true)] out Username? username)
    {
        username = null;
        return IsPersonal(name)
            && name[1].Type == TlvType.GenericNameComponent
            && TryParse(Encoding.Latin1.GetString(name[1].Value), out username);
    }

    /// <summary>Whether <paramref name="name"/> lies below <c>/p</c>, where every name belongs to one owner.</summary>
    public static bool IsPersonal(NameView name) =>
        name.Count >= 2 && name[0].Type == TlvType.GenericNameComponent && name[0].Value.SequenceEqual("p"u8);

    /// <summary>The username as written.</summary>
    public override string ToString() => text;

    private static bool IsValid(string text) =>
        text.Length is > 0 and < 2 * MaxLettersAndDigits
        && text[0] != '-'
        && text[^1] != '-'
        && !text.Contains("--", StringComparison.Ordinal)
        && !text.AsSpan().ContainsAnyExcept(LettersAndHyphen)
        && text.Count(LettersAndDigits.Contains) <= MaxLettersAndDigits;
}
