namespace Hearth.Forwarding.Management;

/// <summary>Next hops (NFD Management, FibMgmt).</summary>
internal sealed class FibModule(Forwarder forwarder) : IManagementModule
{
    private const string Module = "fib";

    public IEnumerable<CommandVerb> Commands =>
    [
        new(Module, "add-nexthop", AddNextHop)
        {
            Required = ParameterFields.Name,
            Optional = ParameterFields.FaceId | ParameterFields.Cost,
        },
        new(Module, "remove-nexthop", RemoveNextHop)
        {
            Required = ParameterFields.Name,
            Optional = ParameterFields.FaceId,
        },
    ];

    public IEnumerable<DatasetVerb> Datasets => [new(Module, "list", _ => forwarder.Fib.Entries.OrderBy(entry => entry.Prefix).Select(StatusOf))];

    private ControlResponse AddNextHop(Command command)
    {
        var prefix = command.Parameters.Name!;
        var cost = command.Parameters.Cost ?? 0;
        if (prefix.Count > ForwarderOptions.MaxNameComponents)
        {
            return Responses.PrefixTooLong;
        }

        if (!forwarder.Faces.TryGet(command.Face, out _))
        {
            return Responses.FaceGone;
        }

        return forwarder.Fib.AddNextHop(prefix, command.Face, cost)
            ? Responses.Done(new ControlParameters { Name = prefix, FaceId = command.Face.Value, Cost = cost })
            : Responses.TableFull;
    }

    private ControlResponse RemoveNextHop(Command command)
    {
        var prefix = command.Parameters.Name!;
        forwarder.Fib.RemoveNextHop(prefix, command.Face);
        return Responses.Done(new ControlParameters { Name = prefix, FaceId = command.Face.Value });
    }

    private static FibEntryStatus StatusOf(FibEntry entry)
    {
        var nextHops = new NextHopRecord[entry.NextHops.Length];
        for (var i = 0; i < nextHops.Length; i++)
        {
            nextHops[i] = new NextHopRecord(entry.NextHops[i].Face.Value, entry.NextHops[i].Cost);
        }

        return new FibEntryStatus(entry.Prefix, nextHops);
    }
}
