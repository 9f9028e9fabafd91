using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Hearth.Updates.Json;

namespace Hearth.Updates.Rollout;

/// <summary>
/// What the signed metadata of a bundle says of its way to the devices. Each finds out for itself when its turn is, so that
/// nobody has to know which devices there are.
/// </summary>
/// <param name="Board">The board that the bundle is for.</param>
/// <param name="Version">The version of the software.</param>
/// <param name="Changes">What changed, for the owner; may be empty.</param>
/// <param name="Start">When it begins.</param>
/// <param name="Steps">The waves, in order of time and size.</param>
public sealed record RolloutPlan(string Board, string Version, string Changes, DateTimeOffset Start, IReadOnlyList<RolloutStep> Steps)
{
    /// <summary>All devices.</summary>
    public const int Everyone = 1000;

    // More than any plan has.
    private const int MostSteps = 32;

    // A plan with a long text takes some forty.
    private const int MostValues = 500;

    /// <summary>Reads a target's <c>custom</c> field; false where it is no plan.</summary>
    public static bool TryRead(ReadOnlySpan<byte> custom, [NotNullWhen(true)] out RolloutPlan? plan)
    {
        plan = null;
        if (!JsonParser.TryParse(custom, MostValues, out var value))
        {
            return false;
        }

        var fields = new FieldReader();
        var rollout = fields.Object(value, "rollout");
        var steps = new List<RolloutStep>();
        foreach (var step in fields.Array(rollout, "steps"))
        {
            var read = new RolloutStep((int)Math.Min(Everyone, fields.Number(step, "permille", 1)), (int)Math.Min(int.MaxValue, fields.Number(step, "hours", 0)));
            if (steps.Count == MostSteps || (steps.Count > 0 && (read.Permille <= steps[^1].Permille || read.AfterHours < steps[^1].AfterHours)))
            {
                fields.Fail("the steps are not in order");
            }

            steps.Add(read);
        }

        var made = new RolloutPlan(fields.String(value, "board"), fields.String(value, "version"), fields.String(value, "changes"), fields.Time(rollout, "start"), steps);
        plan = fields.Error is null ? made : null;
        return plan is not null;
    }

    /// <summary>How many of a thousand devices have had their turn by now.</summary>
    public int ReachedAt(DateTimeOffset now)
    {
        var reached = 0;
        foreach (var step in Steps)
        {
            reached = Start.AddHours(step.AfterHours) <= now ? step.Permille : reached;
        }

        return reached;
    }

    /// <summary>
    /// A device's place among a thousand, from 0. It is another one for each bundle, so that the first are not always the same;
    /// who knows the bundle but not the device learns nothing from it.
    /// </summary>
    /// <param name="bundle">The hash of the manifest, in hex digits.</param>
    /// <param name="device">What tells the device from all others; it is not sent anywhere.</param>
    public static int PlaceOf(string bundle, ReadOnlySpan<byte> device)
    {
        var digest = SHA256.HashData([.. Encoding.ASCII.GetBytes($"hearth rollout {bundle} "), .. device]);
        return (int)(BitConverter.ToUInt32(digest) % Everyone);
    }
}
