using System.Globalization;
using System.Text.RegularExpressions;

namespace Hearth.Tests.Machine.Light;

/// <summary>
/// A light on an emulated PS/2 keyboard, heard from outside: QEMU's trace point of what is written to the keyboard. Command
/// 0xED is followed by a byte with a bit for each light (IBM PS/2 technical reference, keyboard, "Set/Reset Status Indicators").
/// </summary>
internal sealed partial class KeyboardLight(int bit)
{
    /// <summary>The trace point, for <c>-trace</c>; QEMU prints it on its standard error.</summary>
    public const string TracePoint = "ps2_write_keyboard";

    /// <summary>Bit of the scroll-lock light.</summary>
    public const int ScrollLock = 0;

    private const int SetLights = 0xED;

    private bool isCommanded;
    private bool isLit;

    /// <summary>Takes a line that QEMU printed; an edge where the light changed.</summary>
    public WireEdge? Read(string line, long timestamp)
    {
        if (Written().Match(line) is not { Success: true } match)
        {
            return null;
        }

        var value = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        if (!isCommanded)
        {
            isCommanded = value == SetLights;
            return null;
        }

        isCommanded = false;
        var lit = (value >> bit & 1) != 0;
        if (lit == isLit)
        {
            return null;
        }

        isLit = lit;
        return new WireEdge(timestamp, bit, lit);
    }

    [GeneratedRegex($@"^{TracePoint} \S+ val (\d+)$")]
    private static partial Regex Written();
}
