namespace Hearth.Updates.Tuf;

/// <summary>One refusal.</summary>
/// <param name="Fault">Why.</param>
/// <param name="File">The file that is refused.</param>
/// <param name="Detail">What is wrong with it, for people: a part of a sentence.</param>
public sealed record TufRefusal(TufFault Fault, string File, string Detail)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => $"{File}: {Detail} ({Fault})";
}
