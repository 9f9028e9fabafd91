using System.CommandLine;

namespace Hearth.CommandLine;

/// <summary>One use of one verb: what was asked, and where to answer.</summary>
/// <param name="Options">The options that every verb knows.</param>
/// <param name="Parsed">The verb's own options and arguments.</param>
/// <param name="Out">For results.</param>
/// <param name="Error">For everything else a person should read.</param>
internal sealed record VerbCall(HearthOptions Options, ParseResult Parsed, TextWriter Out, TextWriter Error)
{
    /// <summary>An option's value; its type's default where it was not given.</summary>
    public T? Value<T>(Option<T> option) => Parsed.GetValue(option);

    /// <summary>An argument's value; its type's default where it may be left out, and was.</summary>
    public T Value<T>(Argument<T> argument) => Parsed.GetValue(argument)!;
}
