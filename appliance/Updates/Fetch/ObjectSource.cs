namespace Hearth.Updates.Fetch;

/// <summary>The ways by which objects come.</summary>
public enum ObjectSource
{
    /// <summary>As named content through the appliance's own node: from a neighbour that has it, or from the publisher.</summary>
    Named,

    /// <summary>From the channel's server, by HTTPS.</summary>
    Server,
}
