using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Hearth.Protocol;

namespace Hearth.Forwarding.Strategies;

/// <summary>
/// What a strategy is chosen with: components <c>parameter~value</c> behind the version in its name, with the names,
/// units and bounds of NFD's. One that a strategy has no use for is refused, which older releases of NFD do as well.
/// </summary>
public sealed record StrategyParameters
{
    // As NFD (ProbingModule::MIN_PROBING_INTERVAL).
    private static readonly TimeSpan LeastProbingInterval = TimeSpan.FromSeconds(1);

    /// <summary>What holds where nothing is given.</summary>
    public static StrategyParameters Default { get; } = new();

    /// <summary>How soon retransmissions pass (<c>retx-suppression-initial</c>, <c>-max</c>, <c>-multiplier</c>).</summary>
    public RetransmissionSuppression Suppression { get; private init; } = RetransmissionSuppression.Default;

    /// <summary>How often another way is tried beside the best (<c>probing-interval</c>, in milliseconds).</summary>
    public TimeSpan ProbingInterval { get; private init; } = TimeSpan.FromSeconds(60);

    /// <summary>Silences in a row after which a way counts as one that does not answer (<c>max-timeouts</c>).</summary>
    public int MaxTimeouts { get; private init; } = 3;

    /// <summary>Reads the components of a strategy's name from one on; says what is wrong where they are no parameters of it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="first">Position of the first parameter.</param>
    /// <param name="measures">Whether the strategy goes by measurements.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="complaint">What is wrong with them.</param>
    public static bool TryRead(NameView name, int first, bool measures, [NotNullWhen(true)] out StrategyParameters? parameters, out string complaint)
    {
        parameters = Default;
        complaint = "";
        for (var i = first; i < name.Count && complaint.Length == 0; i++)
        {
            var parts = Encoding.ASCII.GetString(name[i].Value).Split('~', 2);
            complaint = parts is [{ Length: > 0 } parameter, { Length: > 0 } value]
                ? Take(ref parameters, parameter, value, measures)
                : "Strategy parameters format is (<parameter>~<value>)*";
        }

        if (complaint.Length == 0 && parameters.Suppression is var suppression && suppression.MaxMilliseconds < suppression.InitialMilliseconds)
        {
            complaint = "retx-suppression-max must be at least retx-suppression-initial";
        }

        parameters = complaint.Length == 0 ? parameters : null;
        return parameters is not null;
    }

    private static string Take(ref StrategyParameters parameters, string parameter, string value, bool measures)
    {
        var suppression = parameters.Suppression;
        switch (parameter)
        {
            case "retx-suppression-initial" when IsAtLeastOne(value, out var initial):
                parameters = parameters with { Suppression = suppression with { InitialMilliseconds = initial } };
                return "";
            case "retx-suppression-max" when IsAtLeastOne(value, out var max):
                parameters = parameters with { Suppression = suppression with { MaxMilliseconds = max } };
                return "";
            case "retx-suppression-multiplier" when IsFactor(value, out var multiplier):
                parameters = parameters with { Suppression = suppression with { Multiplier = multiplier } };
                return "";
            case "probing-interval" when measures && IsAtLeastOne(value, out var interval) && interval >= LeastProbingInterval.TotalMilliseconds:
                parameters = parameters with { ProbingInterval = TimeSpan.FromMilliseconds(interval) };
                return "";
            case "max-timeouts" when measures && IsAtLeastOne(value, out var timeouts):
                parameters = parameters with { MaxTimeouts = timeouts };
                return "";
            case "retx-suppression-initial" or "retx-suppression-max":
                return $"{parameter} is a number of milliseconds, 1 or more";
            case "retx-suppression-multiplier":
                return $"{parameter} is a number, 1.0 or more";
            case "probing-interval" when measures:
                return $"{parameter} is a number of milliseconds, {LeastProbingInterval.TotalMilliseconds} or more";
            case "max-timeouts" when measures:
                return $"{parameter} is a number, 1 or more";
            default:
                return $"Unknown parameter {parameter}";
        }
    }

    private static bool IsAtLeastOne(string value, out int number) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1;

    private static bool IsFactor(string value, out double number) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && number >= 1 && double.IsFinite(number);
}
