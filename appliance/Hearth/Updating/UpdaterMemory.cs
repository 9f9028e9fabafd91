using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hearth.Identity.State;

namespace Hearth.Updating;

/// <summary>What the updater keeps from round to round, each change durable before the next.</summary>
internal sealed class UpdaterMemory
{
    private const string FloorFile = "clock-floor";
    private const string IdentityFile = "identity";
    private const string TriedFile = "tried";
    private const int IdentitySize = 32;

    // More than each of these files has.
    private const int MostBytes = 256;

    private readonly StateFolder folder;
    private readonly DateTimeOffset built;

    /// <summary>Opens it; one that is new begins with the image's root.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="root">The root that the image trusts.</param>
    /// <param name="built">When the image was made.</param>
    public UpdaterMemory(StateFolder folder, string root, DateTimeOffset built)
    {
        (this.folder, this.built) = (folder, built);
        Trusted = new TrustedFolder(folder);
        if (!File.Exists(folder.PathOf("root.json")))
        {
            folder.Replace("root.json", File.ReadAllBytes(root));
        }

        if (Trusted.Read(IdentityFile, MostBytes) is { Length: IdentitySize } known)
        {
            Identity = known;
        }
        else
        {
            var made = RandomNumberGenerator.GetBytes(IdentitySize);
            folder.Replace(IdentityFile, made);
            Identity = made;
        }
    }

    /// <summary>The metadata that was trusted before.</summary>
    public TrustedFolder Trusted { get; }

    /// <summary>What tells the device from all others.</summary>
    public ReadOnlyMemory<byte> Identity { get; }

    /// <summary>The earliest that it can be.</summary>
    public DateTimeOffset ClockFloor
    {
        get => long.TryParse(Text(FloorFile), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() && DateTimeOffset.FromUnixTimeSeconds(seconds) is var kept && kept > built
            ? kept
            : built;
        set
        {
            if (value > ClockFloor)
            {
                folder.Replace(FloorFile, Encoding.ASCII.GetBytes(value.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
            }
        }
    }

    /// <summary>Notes which bundle is about to be tried.</summary>
    public void Remember(string bundle, string version) => folder.Replace(TriedFile, Encoding.ASCII.GetBytes($"{bundle} {version}"));

    /// <summary>The hash of the bundle that was tried last, where another version runs all the same; null otherwise.</summary>
    public string? FellBackFrom(string running) => Text(TriedFile).Split(' ') is [var bundle, var version] && version != running ? bundle : null;

    private string Text(string file) => Encoding.ASCII.GetString(Trusted.Read(file, MostBytes) ?? []);
}
