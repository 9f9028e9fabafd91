using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Hearth.Identity.State;
using Hearth.Protocol;

namespace Hearth.Identity.Trust;

/// <summary>
/// Owners pinned at first sight, in <c>pins.json</c> of the state directory. A pin never changes by itself; to accept
/// another owner, a person takes the old one's entry out (<see cref="Forget"/>).
/// </summary>
/// <remarks>
/// Each change reads the file again first, as another process may have pinned meanwhile. Where two pin in the same
/// instant, the earlier may be lost, and that owner is then pinned when seen next. Not for use by two threads at once.
/// </remarks>
public sealed class PinStore
{
    /// <summary>
    /// Most pins that are kept, some 600 kB. A full store takes no new one rather than drop an old one: else whoever
    /// makes up enough namespaces could unpin any owner.
    /// </summary>
    public const int MaxPins = 4096;

    private const string FileName = "pins.json";
    private const int MaxFileSize = 4 << 20;

    private readonly StateFolder folder;
    private Dictionary<Username, Pin> pins;

    private PinStore(StateFolder folder)
    {
        this.folder = folder;
        pins = Read();
    }

    /// <summary>How many owners are pinned.</summary>
    public int Count => pins.Count;

    /// <summary>Reads the pins of a state directory; none where there is no file.</summary>
    /// <exception cref="StateFaultException">The file is damaged.</exception>
    public static PinStore Open(string stateDirectory) => new(new StateFolder(stateDirectory));

    /// <summary>The owner pinned for a namespace.</summary>
    public bool TryFind(Username username, [NotNullWhen(true)] out Pin? pin) => pins.TryGetValue(username, out pin);

    /// <summary>Pins the owner that was seen, where it is the first; it is on the disk when this returns.</summary>
    public PinResult Observe(Username username, Fingerprint owner, DateTimeOffset now)
    {
        if (pins.TryGetValue(username, out var known))
        {
            return known.Owner == owner ? PinResult.Known : PinResult.Differs;
        }

        pins = Read();
        if (pins.TryGetValue(username, out known))
        {
            return known.Owner == owner ? PinResult.Known : PinResult.Differs;
        }

        if (pins.Count >= MaxPins)
        {
            return PinResult.Full;
        }

        pins.Add(username, new Pin(owner, now));
        Write();
        return PinResult.Pinned;
    }

    /// <summary>Takes a pin out, so that the owner seen next is pinned; false where there is none.</summary>
    public bool Forget(Username username)
    {
        pins = Read();
        if (!pins.Remove(username))
        {
            return false;
        }

        Write();
        return true;
    }

    private Dictionary<Username, Pin> Read()
    {
        var path = folder.PathOf(FileName);
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            if (new FileInfo(path).Length > MaxFileSize)
            {
                throw new FormatException($"larger than {MaxFileSize} bytes");
            }

            var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), PinFileJson.Default.PinFile)
                ?? throw new FormatException("it says null");
            return file.Version == PinFile.CurrentVersion
                ? file.Pins.ToDictionary(UsernameOf, PinOf)
                : throw new FormatException($"version {file.Version} is not known");
        }
        catch (Exception damage) when (damage is JsonException or FormatException or ArgumentException)
        {
            throw new StateFaultException(
                $"{path} cannot be read ({damage.Message.ReplaceLineEndings(" ")}). Mend it, or move it away to see every owner as new.", damage);
        }
    }

    private void Write()
    {
        var entries = pins.Keys.OrderBy(username => username.ToString(), StringComparer.Ordinal)
            .Select(username => new PinFile.Entry(username.Namespace.ToString(), pins[username].Owner.Hex, pins[username].FirstSeen))
            .ToArray();
        folder.Replace(FileName, JsonSerializer.SerializeToUtf8Bytes(new PinFile(PinFile.CurrentVersion, entries), PinFileJson.Default.PinFile));
    }

    private static Username UsernameOf(PinFile.Entry entry) =>
        Name.TryParse(entry.Namespace, out var name) && name.Count == 2 && Username.TryFind(name, out var username)
            ? username
            : throw new FormatException($"'{entry.Namespace}' is not a namespace");

    private static Pin PinOf(PinFile.Entry entry) =>
        Fingerprint.TryParseHex(entry.Fingerprint, out var fingerprint)
            ? new Pin(fingerprint, entry.FirstSeen)
            : throw new FormatException($"'{entry.Fingerprint}' is not a fingerprint");
}
