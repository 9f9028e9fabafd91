namespace Hearth.Release.Commands;

/// <summary>An option of a command.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Value">What stands for its value in the help.</param>
/// <param name="Description">In a few words.</param>
/// <param name="Default">Taken where it is not given; null where it must be.</param>
internal sealed record Option(string Name, string Value, string Description, string? Default = null);
