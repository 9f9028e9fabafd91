using System.Diagnostics.CodeAnalysis;
using Hearth.Updates.Json;

namespace Hearth.Updates.Rollout;

/// <summary>
/// What holds a rollout back, signed by a key that is at hand day and night. It can do nothing but make fewer devices take
/// the bundle: whoever steals the key can stop updates, as whoever steals the timestamp's can, and install nothing.
/// </summary>
/// <param name="Bundle">The hash of the manifest that it holds back, in hex digits; others go on.</param>
/// <param name="Permille">No more devices of a thousand than these.</param>
public sealed record RolloutBrake(string Bundle, int Permille)
{
    private const int MostValues = 20;

    /// <summary>Reads a target's <c>custom</c> field; false where it is no brake.</summary>
    public static bool TryRead(ReadOnlySpan<byte> custom, [NotNullWhen(true)] out RolloutBrake? brake)
    {
        brake = null;
        if (!JsonParser.TryParse(custom, MostValues, out var value))
        {
            return false;
        }

        var fields = new FieldReader();
        var read = new RolloutBrake(fields.String(value, "bundle"), (int)Math.Min(RolloutPlan.Everyone, fields.Number(value, "permille", 0)));
        brake = fields.Error is null ? read : null;
        return brake is not null;
    }
}
