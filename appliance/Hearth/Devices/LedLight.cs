using System.Globalization;
using System.IO.Enumeration;
using System.Text;
using Hearth.Board.Description;
using Hearth.Board.Lights;
using Hearth.Linux;

namespace Hearth.Devices;

/// <summary>A light that the kernel drives (LED class, <c>/sys/class/leds</c>).</summary>
internal sealed class LedLight : ILightDevice
{
    private static ReadOnlySpan<byte> Dark => "0\n"u8;

    private readonly DeviceFile brightness;
    private readonly byte[] lit;

    private LedLight(string folder)
    {
        // The kernel's own use of it, such as blinking at every access to the card, ends here.
        File.WriteAllText(Path.Join(folder, "trigger"), "none\n");
        var most = int.Parse(File.ReadAllText(Path.Join(folder, "max_brightness")), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        lit = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{most}\n"));
        brightness = DeviceFile.Open(Path.Join(folder, "brightness"), FileAccess.Write);
    }

    /// <summary>The folders of those that exist under the first of a light's names that any has.</summary>
    /// <param name="leds">The folder of all: <c>/sys/class/leds</c>.</param>
    /// <param name="light">Its names; <c>*</c> in one stands for any characters, and several may then have it.</param>
    public static IEnumerable<string> Find(string leds, LightDescription.Led light)
    {
        var present = Directory.Exists(leds) ? Directory.GetFileSystemEntries(leds) : [];
        return light.Names
            .Select(name => present.Where(path => FileSystemName.MatchesSimpleExpression(name, Path.GetFileName(path), ignoreCase: false)))
            .FirstOrDefault(found => found.Any()) ?? [];
    }

    /// <summary>Opens one.</summary>
    /// <param name="folder">Its folder.</param>
    /// <exception cref="IOException">It cannot be switched.</exception>
    public static LedLight Open(string folder)
    {
        try
        {
            return new LedLight(folder);
        }
        catch (Exception refusal) when (refusal is UnauthorizedAccessException or FormatException or OverflowException)
        {
            throw new IOException(refusal.Message, refusal);
        }
    }

    /// <inheritdoc/>
    public void Set(LightColor? color) => brightness.Write(color is null ? Dark : lit);

    /// <inheritdoc/>
    public void Dispose() => brightness.Dispose();
}
