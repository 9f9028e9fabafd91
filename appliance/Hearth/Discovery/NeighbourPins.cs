using Hearth.Identity;
using Hearth.Identity.State;
using Hearth.Identity.Trust;
using Hearth.Protocol;

namespace Hearth.Discovery;

/// <summary>
/// Judges a neighbour's answer. The owner of a namespace is pinned when first met, in a store apart from the owner's own
/// pins: those go first, and whoever happens to pass by decides nothing there.
/// </summary>
/// <param name="ownersPins">The state folder with the pins of what the owner fetched.</param>
/// <param name="metPins">The folder with those of neighbours.</param>
internal sealed class NeighbourPins(string ownersPins, string metPins)
{
    /// <summary>Judges any bytes that came in answer to a question about <paramref name="claimed"/>.</summary>
    public NeighbourVerdict Judge(ReadOnlySpan<byte> answer, Username claimed, DateTimeOffset now)
    {
        if (!Data.TryRead(answer, out var data, out _) || !claimed.Namespace.IsPrefixOf(data.Name))
        {
            return NeighbourVerdict.NoClaim;
        }

        if (!Presence.TryRead(data, out var claim, out var fault))
        {
            return fault == PresenceFault.NotTheDevice ? NeighbourVerdict.NotTheDevice : NeighbourVerdict.NoClaim;
        }

        return Judge(claimed, claim.Owner, now);
    }

    /// <summary>The owner of a namespace who is pinned here; null where nobody is, or where that cannot be read.</summary>
    public Pin? Find(Username username)
    {
        try
        {
            return PinStore.Open(ownersPins).TryFind(username, out var pin) || PinStore.Open(metPins).TryFind(username, out pin) ? pin : null;
        }
        catch (Exception refusal) when (refusal is StateFaultException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether an owner whose signature was verified is the right one: the one who is pinned, or the first to be.</summary>
    public bool Meets(Username username, Fingerprint owner, DateTimeOffset now) => Judge(username, owner, now) == NeighbourVerdict.Proven;

    private NeighbourVerdict Judge(Username username, Fingerprint owner, DateTimeOffset now)
    {
        try
        {
            // Read anew each time: a person may have edited them, or fetched something meanwhile.
            if (PinStore.Open(ownersPins).TryFind(username, out var pin))
            {
                return pin.Owner == owner ? NeighbourVerdict.Proven : NeighbourVerdict.AnotherOwner;
            }

            return PinStore.Open(metPins).Observe(username, owner, now) switch
            {
                PinResult.Pinned or PinResult.Known => NeighbourVerdict.Proven,
                PinResult.Differs => NeighbourVerdict.AnotherOwner,
                _ => NeighbourVerdict.NotPinned,
            };
        }
        catch (Exception refusal) when (refusal is StateFaultException or IOException or UnauthorizedAccessException)
        {
            return NeighbourVerdict.NotPinned;
        }
    }
}
