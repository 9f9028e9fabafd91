using Hearth.Protocol;
using Hearth.Protocol.Signing;

namespace Hearth.Forwarding.Management;

/// <summary>A command that asks to be carried out.</summary>
public readonly ref struct CommandRequest
{
    /// <summary>What is asked, and its signature.</summary>
    public required CommandInterest Command { get; init; }

    /// <summary>The face that it came from.</summary>
    public required FaceId Face { get; init; }

    /// <summary>Whether that face leads to a program on this machine or to the network.</summary>
    public required FaceScope Scope { get; init; }

    /// <summary>What it is about, such as <c>rib</c>.</summary>
    public required string Module { get; init; }

    /// <summary>What it does, such as <c>register</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>The prefix that it is about; null where it names none.</summary>
    public required Name? Prefix { get; init; }

    /// <summary>The wall clock.</summary>
    public required DateTimeOffset Time { get; init; }
}
