using System.Text.Json.Serialization;
using Hearth.Board.Lights;

namespace Hearth.Supervision;

/// <summary>What the supervisor tells a child.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Go), "go")]
[JsonDerivedType(typeof(Ping), "ping")]
[JsonDerivedType(typeof(Light), "light")]
[JsonDerivedType(typeof(Window), "window")]
[JsonDerivedType(typeof(FactoryReset), "factoryReset")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Slots), "slots")]
[JsonDerivedType(typeof(SlotChange), "slotChange")]
internal abstract record SupervisorMessage
{
    private SupervisorMessage()
    {
    }

    /// <summary>Start now: until here the child has opened nothing.</summary>
    /// <param name="SimulatedBoard">The board is simulated: its button can be pressed through its socket.</param>
    public sealed record Go(bool SimulatedBoard) : SupervisorMessage;

    /// <summary>Asks whether the child's main loop still turns.</summary>
    /// <param name="Sequence">Counts up.</param>
    public sealed record Ping(long Sequence) : SupervisorMessage;

    /// <summary>What the light shows.</summary>
    /// <param name="State">Its state.</param>
    /// <param name="RunningMilliseconds">How long its pattern has run: the phase of the rhythm; negative in the dark before it.</param>
    public sealed record Light([property: JsonConverter(typeof(EnumNameConverter<LightState>))] LightState State, long RunningMilliseconds) : SupervisorMessage;

    /// <summary>What a press opened, or that it is closed.</summary>
    /// <param name="Kind">What.</param>
    /// <param name="LeftMilliseconds">How long it stays open; zero when closed.</param>
    public sealed record Window(WindowKind Kind, long LeftMilliseconds) : SupervisorMessage;

    /// <summary>
    /// To a child that runs: exit and come back. To one that waits for its go: erase everything, then say
    /// <see cref="ChildMessage.ResetDone"/>. So the state is erased while nothing has it open.
    /// </summary>
    public sealed record FactoryReset : SupervisorMessage;

    /// <summary>The supervisor will not have this link, and closes it.</summary>
    /// <param name="Reason">One line for people.</param>
    public sealed record Refused(string Reason) : SupervisorMessage;

    /// <summary>How it stands with the slots; after the go and at every change, on a board that has them.</summary>
    /// <param name="Running">The slot that runs: <c>a</c> or <c>b</c>.</param>
    /// <param name="Unproven">It has to prove itself yet.</param>
    /// <param name="CanGoBack">The other slot holds a version that has served.</param>
    public sealed record Slots(string Running, bool Unproven, bool CanGoBack) : SupervisorMessage;

    /// <summary>What became of a change of the slots that the child asked for.</summary>
    /// <param name="Refusal">One line for people, why not; null where it is on the disk.</param>
    public sealed record SlotChange(string? Refusal = null) : SupervisorMessage;
}
