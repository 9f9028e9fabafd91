namespace Hearth.Forwarding.Management;

/// <summary>Which strategy serves which prefix (NFD Management, "StrategyChoice").</summary>
internal sealed class StrategyChoiceModule(Forwarder forwarder) : IManagementModule
{
    private const string Module = "strategy-choice";

    public IEnumerable<CommandVerb> Commands =>
    [
        new(Module, "set", Set) { Required = ParameterFields.Name | ParameterFields.Strategy },
        new(Module, "unset", Unset) { Required = ParameterFields.Name },
    ];

    public IEnumerable<DatasetVerb> Datasets =>
    [
        new(Module, "list", _ => forwarder.Strategies.Choices
            .OrderBy(choice => choice.Prefix)
            .Select(choice => new StrategyChoiceStatus(choice.Prefix, choice.Strategy.InstanceName))),
    ];

    private ControlResponse Set(Command command)
    {
        var prefix = command.Parameters.Name!;
        if (prefix.Count > ForwarderOptions.MaxNameComponents)
        {
            return Responses.PrefixTooLong;
        }

        // NFD has the one code for both: no such strategy, and none with such parameters.
        if (!StrategyTable.TryFind(command.Parameters.Strategy!, out var strategy, out var complaint))
        {
            return new ControlResponse(404, complaint);
        }

        return forwarder.Strategies.Set(prefix, strategy)
            ? Responses.Done(new ControlParameters { Name = prefix, Strategy = strategy.InstanceName })
            : Responses.TableFull;
    }

    private ControlResponse Unset(Command command)
    {
        var prefix = command.Parameters.Name!;
        return forwarder.Strategies.Unset(prefix)
            ? Responses.Done(new ControlParameters { Name = prefix })
            : new ControlResponse(400, "Cannot unset the strategy of the root prefix");
    }
}
