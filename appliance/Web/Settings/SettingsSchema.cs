using System.Text.Json;
using Hearth.Web.Http.Wire;

namespace Hearth.Web;

/// <summary>Which settings there are, what each accepts, and how they are read from JSON.</summary>
public static class SettingsSchema
{
    /// <summary>The choice of a setting that is on.</summary>
    public const string Yes = "yes";

    // Powers of 1,000, as the page and the box of a card say them.
    private const long Megabyte = 1_000_000;
    private const long Gigabyte = 1_000_000_000;

    private static readonly SettingField CacheBytes =
        new("cacheBytes", SettingKind.Bytes, Least: Megabyte, Most: 64 * Gigabyte, Choices: []);

    private static readonly SettingField QuotaBytes =
        new("quotaBytes", SettingKind.Bytes, Least: Megabyte, Most: 16_000 * Gigabyte, Choices: []);

    private static readonly SettingField Routing =
        new("routing", SettingKind.Choice, Least: 0, Most: 0, Choices: ["usual", "local-first", "near-caches-first", "contribute"]);

    private static readonly SettingField Reports = new("reports", SettingKind.Choice, Least: 0, Most: 0, Choices: [Yes, "no"]);

    private static readonly SettingField LogLevel =
        new("logLevel", SettingKind.Choice, Least: 0, Most: 0, Choices: ["error", "warning", "information", "debug"]);

    /// <summary>Every setting, in the page's order.</summary>
    public static IReadOnlyList<SettingField> Fields { get; } = [CacheBytes, QuotaBytes, Routing, Reports, LogLevel];

    /// <summary>
    /// What an appliance starts with: a cache that fits beside everything else in 512 MB of memory,
    /// and a quota that leaves a 32 GB card room for its system and its wear levelling.
    /// </summary>
    public static NodeSettings Defaults { get; } = new(64 * Megabyte, 16 * Gigabyte, "usual", "information", Yes);

    /// <summary>
    /// Reads <paramref name="json"/>, one JSON object in UTF-8, over <paramref name="current"/>: settings left out keep their value.
    /// False, with a reason a setting, when any is refused; false without reasons when it is no JSON object.
    /// </summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> json, NodeSettings current, out NodeSettings settings, out IReadOnlyList<SettingError> errors)
    {
        settings = current;
        var refused = new List<SettingError>();
        errors = refused;
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (Apply(member, ref settings) is { } reason)
                {
                    refused.Add(new SettingError(member.Name, reason));
                }
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return refused.Count == 0;
    }

    /// <summary>The JSON object that <see cref="TryRead"/> reads, in UTF-8: the content of <c>settings.json</c>.</summary>
    public static byte[] Write(NodeSettings settings) => JsonSerializer.SerializeToUtf8Bytes(settings, WireJson.Default.NodeSettings);

    private static SettingErrorReason? Apply(JsonProperty member, ref NodeSettings settings)
    {
        switch (member.Name)
        {
            case "cacheBytes":
                if (Bytes(member.Value, CacheBytes, out var cache) is { } cacheError)
                {
                    return cacheError;
                }

                settings = settings with { CacheBytes = cache };
                return null;
            case "quotaBytes":
                if (Bytes(member.Value, QuotaBytes, out var quota) is { } quotaError)
                {
                    return quotaError;
                }

                settings = settings with { QuotaBytes = quota };
                return null;
            case "routing":
                if (Choice(member.Value, Routing, out var routing) is { } routingError)
                {
                    return routingError;
                }

                settings = settings with { Routing = routing };
                return null;
            case "reports":
                if (Choice(member.Value, Reports, out var reports) is { } reportsError)
                {
                    return reportsError;
                }

                settings = settings with { Reports = reports };
                return null;
            case "logLevel":
                if (Choice(member.Value, LogLevel, out var level) is { } levelError)
                {
                    return levelError;
                }

                settings = settings with { LogLevel = level };
                return null;
            default:
                return SettingErrorReason.Unknown;
        }
    }

    private static SettingErrorReason? Bytes(JsonElement value, SettingField field, out long bytes)
    {
        bytes = 0;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out bytes))
        {
            return SettingErrorReason.WrongType;
        }

        return bytes < field.Least ? SettingErrorReason.TooSmall
            : bytes > field.Most ? SettingErrorReason.TooLarge
            : null;
    }

    private static SettingErrorReason? Choice(JsonElement value, SettingField field, out string choice)
    {
        choice = "";
        if (value.ValueKind != JsonValueKind.String)
        {
            return SettingErrorReason.WrongType;
        }

        choice = value.GetString()!;
        return field.Choices.Contains(choice) ? null : SettingErrorReason.NotAChoice;
    }
}
