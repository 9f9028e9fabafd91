using System.Text.Json;
using Hearth.CommandLine;
using Hearth.Protocol;

namespace Hearth.Updating;

/// <summary>Where an appliance's updates come from, as its image has it: <c>channel.json</c>, with <c>root.json</c> beside it.</summary>
/// <param name="Track">The channel: <c>stable</c> or <c>beta</c>.</param>
/// <param name="Board">The board, <c>vendor/board</c>.</param>
/// <param name="Version">The version that this image is.</param>
/// <param name="Built">When it was made: no clock is right that says less.</param>
/// <param name="Prefix">The name below which updates are published.</param>
/// <param name="Server">The URL of the same files; null where there is no server.</param>
/// <param name="Reports">Who counts how updates go; null for nobody.</param>
internal sealed record Channel(string Track, string Board, string Version, DateTimeOffset Built, Name Prefix, string? Server, ReportAddress? Reports = null)
{
    private const string FileName = "channel.json";

    // Within a wave's day.
    private const int MostReportHours = 24, UsualReportHours = 6;

    /// <summary>The target that names the newest bundle.</summary>
    public string BundleTarget => $"{Track}/{Board}/bundle";

    /// <summary>The target that holds it back.</summary>
    public string BrakeTarget => $"brake/{BundleTarget[..^"/bundle".Length]}";

    /// <summary>The root that the image trusts.</summary>
    /// <param name="folder">The folder of both files.</param>
    public static string RootIn(string folder) => Path.Join(folder, "root.json");

    /// <summary>Reads it.</summary>
    /// <param name="folder">The folder of both files.</param>
    /// <exception cref="VerbFailedException">It is not there, or is something else.</exception>
    public static Channel Read(string folder)
    {
        var path = Path.Join(folder, FileName);
        try
        {
            var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), UpdatingJson.Default.ChannelFile);
            return file is { Channel: { } track, Board: { } board, Version: { } version, Prefix: { } prefix }
                && Name.TryParse(prefix, out var name) && name.Count >= 2
                && (file.Server is null || UrlIn(file.Server) is not null)
                && (file.Reports is null || (UrlIn(file.Reports.Url) is not null && file.Reports.Hours is >= 0 and <= MostReportHours))
                ? new Channel(track, board, version, DateTimeOffset.FromUnixTimeSeconds(file.Built), name, file.Server, AddressIn(file.Reports))
                : throw new VerbFailedException($"{path}: it needs channel, board, version and prefix, and may have a server's URL, and one for reports.");
        }
        catch (Exception refusal) when (refusal is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new VerbFailedException($"{path}: {refusal.Message}");
        }
    }

    private static Uri? UrlIn(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;

    private static ReportAddress? AddressIn(ReportsFile? file) =>
        file is null ? null : new ReportAddress(UrlIn(file.Url)!, TimeSpan.FromHours(file.Hours));

    /// <summary>The file as it stands on the disk.</summary>
    internal sealed record ChannelFile(string? Channel, string? Board, string? Version, long Built, string? Prefix, string? Server, ReportsFile? Reports);

    /// <summary>Who counts how updates go, as the file has it.</summary>
    internal sealed record ReportsFile(string? Url, long Hours = UsualReportHours);
}
