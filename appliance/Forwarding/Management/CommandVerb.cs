namespace Hearth.Forwarding.Management;

/// <summary>One command: a row of the table of what management can do.</summary>
/// <param name="Module">What it is about, such as <c>rib</c>.</param>
/// <param name="Verb">What it does, such as <c>register</c>.</param>
/// <param name="Run">Does it, on parameters that have been checked.</param>
internal sealed record CommandVerb(string Module, string Verb, Func<Command, ControlResponse?> Run)
{
    /// <summary>Fields without which the command makes no sense.</summary>
    public ParameterFields Required { get; init; }

    /// <summary>Fields that it may have besides.</summary>
    public ParameterFields Optional { get; init; }

    /// <summary>Whether its answer may come later; so many such commands wait at a time.</summary>
    public bool TakesTime { get; init; }

    /// <summary>Whether it may come from the network, under <c>/localhop/nfd</c>.</summary>
    public bool IsForNetwork { get; init; }

    /// <summary>
    /// Makes the parameters out of a signed Interest's ApplicationParameters, for a command that has no ControlParameters
    /// in its name; null where they cannot be read, or null for all other commands.
    /// </summary>
    public Func<ReadOnlyMemory<byte>, ControlParameters?>? ReadApplicationParameters { get; init; }

    /// <summary>Whether the parameters are those of this command; says what is wrong where they are not.</summary>
    public bool Accepts(ControlParameters parameters, out string complaint)
    {
        var present = parameters.Present;
        var missing = Required & ~present;
        var strange = present & ~(Required | Optional);
        var unmasked = Optional.HasFlag(ParameterFields.Mask)
            && present.HasFlag(ParameterFields.Flags) != present.HasFlag(ParameterFields.Mask);
        complaint = missing != 0 ? $"{missing} is required but missing"
            : strange != 0 ? $"{strange} is forbidden but present"
            : unmasked ? "Flags must be accompanied by Mask"
            : "";
        return complaint.Length == 0;
    }
}
