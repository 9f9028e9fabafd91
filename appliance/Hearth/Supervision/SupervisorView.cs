using Hearth.Board.Lights;

namespace Hearth.Supervision;

/// <summary>What a child knows from the supervisor. Times are <see cref="TimeProvider.GetTimestamp"/>'s.</summary>
/// <param name="Light">What the light shows.</param>
/// <param name="LightStart">When its pattern began.</param>
/// <param name="Window">What a press opened.</param>
/// <param name="WindowEnd">When that closes; meaningless when closed.</param>
internal sealed record SupervisorView(LightState Light, long LightStart, WindowKind Window, long WindowEnd)
{
    /// <summary>How it stands with the slots; null on a board that has none.</summary>
    public SupervisorMessage.Slots? Slots { get; init; }

    /// <summary>What is known before the supervisor says anything.</summary>
    public static SupervisorView AtFirst { get; } = new(LightState.Starting, 0, WindowKind.Closed, 0);
}
