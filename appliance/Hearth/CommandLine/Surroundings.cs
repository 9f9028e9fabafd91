namespace Hearth.CommandLine;

/// <summary>What the command line takes from outside of it: environment variables and well-known files.</summary>
/// <param name="Variable">Looks up an environment variable; null where it is not set.</param>
/// <param name="Root">Folder that stands for <c>/</c>, so that tests bring their own <c>/etc</c> and <c>/run</c>.</param>
internal sealed record Surroundings(Func<string, string?> Variable, string Root = "/")
{
    /// <summary>The surroundings of this process.</summary>
    public static Surroundings OfThisProcess() => new(Environment.GetEnvironmentVariable);

    /// <summary>The user's home folder, or <c>/</c> for a user without one.</summary>
    public string Home => Given("HOME") ?? Root;

    /// <summary>An environment variable's value; null where it is unset or empty.</summary>
    public string? Given(string variable) => Variable(variable) is { Length: > 0 } value ? value : null;

    /// <summary>The real path of a well-known file, such as <c>/etc/ndn/client.conf</c>.</summary>
    public string WellKnown(string path) => Path.Join(Root, path.TrimStart('/'));
}
