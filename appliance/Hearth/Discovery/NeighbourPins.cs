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

        try
        {
            // Read anew each time: a person may have edited them, or fetched something meanwhile.
            if (PinStore.Open(ownersPins).TryFind(claimed, out var pin))
            {
                return pin.Owner == claim.Owner ? NeighbourVerdict.Proven : NeighbourVerdict.AnotherOwner;
            }

            return PinStore.Open(metPins).Observe(claimed, claim.Owner, now) switch
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
