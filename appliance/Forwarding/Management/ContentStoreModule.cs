namespace Hearth.Forwarding.Management;

/// <summary>The content store (NFD Management, CsMgmt).</summary>
internal sealed class ContentStoreModule(Forwarder forwarder) : IManagementModule
{
    private const string Module = "cs";

    // As NFD (CsManager::ERASE_LIMIT): no command holds the forwarder up for long.
    private const int MostErased = 256;

    public IEnumerable<CommandVerb> Commands =>
    [
        new(Module, "config", Configure)
        {
            Optional = ParameterFields.Capacity | ParameterFields.Flags | ParameterFields.Mask,
        },
        new(Module, "erase", Erase)
        {
            Required = ParameterFields.Name,
            Optional = ParameterFields.Count,
            TakesTime = true,
        },
    ];

    public IEnumerable<DatasetVerb> Datasets => [new(Module, "info", _ => [Info()])];

    private ControlResponse Configure(Command command)
    {
        var store = forwarder.ContentStore;
        var asked = command.Parameters;
        if (asked.Capacity is { } capacity)
        {
            store.CapacityBytes = (long)Math.Min(capacity, long.MaxValue);
        }

        store.IsAdmitting = asked.Flag(ContentStoreFlag.Admit) ?? store.IsAdmitting;
        store.IsServing = asked.Flag(ContentStoreFlag.Serve) ?? store.IsServing;
        return Responses.Done(new ControlParameters { Capacity = (ulong)store.CapacityBytes, Flags = Flags });
    }

    // The response has a Capacity when there is more under the prefix than one command erases. When there is not, the
    // second tier is searched, all of it at once: nobody waits for that but the command.
    private ControlResponse? Erase(Command command)
    {
        var store = forwarder.ContentStore;
        var prefix = command.Parameters.Name!;
        var wanted = command.Parameters.Count ?? ulong.MaxValue;
        var erased = (ulong)store.Erase(prefix, (int)Math.Min(wanted, MostErased));
        var done = new ControlParameters { Name = prefix, Count = erased };
        if (erased == MostErased && wanted > MostErased && store.HasUnder(prefix))
        {
            return Responses.Done(done with { Capacity = MostErased });
        }

        if (forwarder.SecondTier is not { } tier || erased == wanted)
        {
            return Responses.Done(done);
        }

        return tier.TryErase(prefix, wanted - erased, also => command.Answer(Responses.Done(done with { Count = erased + also })))
            ? null
            : Responses.TableFull;
    }

    private ContentStoreInfo Info()
    {
        var store = forwarder.ContentStore;
        return new ContentStoreInfo((ulong)store.CapacityBytes, Flags, (ulong)store.Count, (ulong)store.Hits, (ulong)store.Misses)
        {
            SecondTier = forwarder.SecondTier is { } tier ? SecondTierInfo.Of(tier.Status) : null,
        };
    }

    private ulong Flags =>
        (forwarder.ContentStore.IsAdmitting ? 1ul << ContentStoreFlag.Admit : 0)
        | (forwarder.ContentStore.IsServing ? 1ul << ContentStoreFlag.Serve : 0);
}
