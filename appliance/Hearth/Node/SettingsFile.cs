using System.Text.Json;
using Hearth.CommandLine;
using Hearth.Web;

namespace Hearth.Node;

/// <summary>The owner's settings in <c>STATE/settings.json</c>; what is not there has its default.</summary>
internal sealed class SettingsFile
{
    private readonly string path;
    private readonly Lock writing = new();

    /// <summary>Reads the file, if there is one.</summary>
    /// <exception cref="VerbFailedException">It holds something else; the line names the setting.</exception>
    public SettingsFile(string path)
    {
        this.path = path;
        if (!File.Exists(path))
        {
            return;
        }

        // What a newer version kept here, before the appliance came back to this one, is no reason not to start.
        var isRead = SettingsSchema.TryRead(File.ReadAllBytes(path), SettingsSchema.Defaults, out var settings, out var errors);
        var wrong = errors.FirstOrDefault(error => error.Reason != SettingErrorReason.Unknown);
        if (wrong is not null || (!isRead && errors.Count == 0))
        {
            var first = wrong is not null ? $"'{wrong.Key}' is wrong ({wrong.Reason})" : "it is no JSON object";
            throw new VerbFailedException($"{path}: {first}. Correct it, or delete the file to have the defaults.");
        }

        Current = settings;
    }

    /// <summary>The settings in force.</summary>
    public NodeSettings Current { get; private set; } = SettingsSchema.Defaults;

    /// <summary>Keeps other settings: whole on the disk when this returns, or the old ones still.</summary>
    public void Replace(NodeSettings settings)
    {
        lock (writing)
        {
            Write(settings);
            Current = settings;
        }
    }

    private void Write(NodeSettings settings)
    {
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create))
        {
            using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
            json.WriteStartObject();
            json.WriteNumber("cacheBytes", settings.CacheBytes);
            json.WriteNumber("quotaBytes", settings.QuotaBytes);
            json.WriteString("routing", settings.Routing);
            json.WriteString("reports", settings.Reports);
            json.WriteString("logLevel", settings.LogLevel);
            json.WriteEndObject();
            json.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
