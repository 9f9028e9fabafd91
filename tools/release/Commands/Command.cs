namespace Hearth.Release.Commands;

/// <summary>A command.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Options">What it takes beside the channels' folder.</param>
/// <param name="Run">Does it; what it returns is printed.</param>
internal sealed record Command(string Name, string Description, IReadOnlyList<Option> Options, Func<Arguments, DateTimeOffset, string> Run);
