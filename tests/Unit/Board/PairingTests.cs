using Hearth.Board;
using Xunit;
using static Hearth.Board.PairingEffects;
using static Hearth.Board.PairingEvent;
using static Hearth.Board.PairingPhase;

namespace Hearth.Tests.Board;

public sealed class PairingTests
{
    private static readonly TimeSpan Now = TimeSpan.FromHours(5);

    /// <summary>Every phase with every event; a row that is missing means: nothing changes, nothing follows.</summary>
    private static readonly Dictionary<(PairingPhase, PairingEvent), (PairingPhase, PairingEffects)> Table = new()
    {
        [(Unknown, PairingEvent.Claimed)] = (PairingPhase.Claimed, None),
        [(Unknown, PairingEvent.Unclaimed)] = (PairingPhase.Unclaimed, None),
        [(Unknown, ResetHeld)] = (Resetting, Erase),

        [(PairingPhase.Unclaimed, Press)] = (PairingOpen, OpenClaim),
        [(PairingPhase.Unclaimed, PairingEvent.Claimed)] = (PairingPhase.Claimed, None),
        [(PairingPhase.Unclaimed, ResetHeld)] = (Resetting, Erase),

        [(PairingOpen, Press)] = (PairingOpen, OpenClaim),
        [(PairingOpen, Expired)] = (PairingPhase.Unclaimed, Close),
        [(PairingOpen, PairingEvent.Claimed)] = (PairingPhase.Claimed, Close),
        [(PairingOpen, ResetHeld)] = (Resetting, Close | Erase),

        [(PairingPhase.Claimed, Press)] = (SignInOpen, OpenSignIn),
        [(PairingPhase.Claimed, PairingEvent.Unclaimed)] = (PairingPhase.Unclaimed, None),
        [(PairingPhase.Claimed, ResetHeld)] = (Resetting, Erase),

        [(SignInOpen, Press)] = (SignInOpen, OpenSignIn),
        [(SignInOpen, Expired)] = (PairingPhase.Claimed, Close),
        [(SignInOpen, SignedIn)] = (PairingPhase.Claimed, Close),
        [(SignInOpen, PairingEvent.Unclaimed)] = (PairingPhase.Unclaimed, Close),
        [(SignInOpen, ResetHeld)] = (Resetting, Close | Erase),

        [(Resetting, ResetDone)] = (PairingPhase.Unclaimed, None),
    };

    public static TheoryData<PairingPhase, PairingEvent> EveryPair
    {
        get
        {
            TheoryData<PairingPhase, PairingEvent> pairs = [];
            foreach (var phase in Enum.GetValues<PairingPhase>())
            {
                foreach (var @event in Enum.GetValues<PairingEvent>())
                {
                    pairs.Add(phase, @event);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void Every_phase_answers_every_event_as_the_table_says(PairingPhase phase, PairingEvent @event)
    {
        var open = phase is PairingOpen or SignInOpen;
        PairingState before = new(phase, open ? Now + TimeSpan.FromSeconds(1) : null);
        var (next, effects) = Table.TryGetValue((phase, @event), out var row) ? row : (phase, None);

        var step = Pairing.Next(before, @event, Now);

        Assert.Equal(next, step.State.Phase);
        Assert.Equal(effects, step.Effects);
        TimeSpan? until = @event == Press && next is PairingOpen or SignInOpen && effects != None ? Now + TimeSpan.FromMinutes(2)
            : next == phase ? before.OpenUntil : null;
        Assert.Equal(until, step.State.OpenUntil);
    }

    [Fact]
    public void Only_a_press_opens_a_window()
    {
        foreach (var ((_, @event), (_, effects)) in Table)
        {
            Assert.True(@event == Press || (effects & (OpenClaim | OpenSignIn)) == None);
        }
    }
}
