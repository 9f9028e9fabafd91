using System.Globalization;

namespace Hearth.CommandLine;

/// <summary>Numbers as people read them, and sizes as they write them.</summary>
internal static class Quantity
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>Bytes in three figures, by powers of a thousand: <c>812 B</c>, <c>1.3 MB</c>.</summary>
    public static string Bytes(ulong bytes)
    {
        var unit = 0;
        decimal size = bytes;
        while (size >= 999.5m)
        {
            size /= 1000;
            unit++;
        }

        var figures = unit == 0 || size >= 99.95m ? "0" : size >= 9.995m ? "0.0" : "0.00";
        return $"{size.ToString(figures, CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    /// <summary>A count, with a thin gap every three figures: <c>12 345</c>.</summary>
    public static string Count(ulong count) => count.ToString("#,0", Grouping);

    /// <summary>A time in its two largest units: <c>3 d 4 h</c>, <c>58 s</c>.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => Invariant($"{(int)time.TotalDays} d {time.Hours} h"),
        { TotalHours: >= 1 } => Invariant($"{time.Hours} h {time.Minutes} min"),
        { TotalMinutes: >= 1 } => Invariant($"{time.Minutes} min {time.Seconds} s"),
        _ => Invariant($"{time.Seconds} s"),
    };

    /// <summary>Reads a size: <c>4096</c>, <c>64MB</c>, <c>1.5 GB</c>; without a unit it is bytes.</summary>
    public static bool TryParseBytes(string text, out ulong bytes)
    {
        bytes = 0;
        var number = text.TrimEnd("BbKkMmGgTt ".ToCharArray());
        var unit = text[number.Length..].Trim().ToUpperInvariant() switch
        {
            "" or "B" => 1m,
            "K" or "KB" => 1e3m,
            "M" or "MB" => 1e6m,
            "G" or "GB" => 1e9m,
            "T" or "TB" => 1e12m,
            _ => 0m,
        };
        if (unit == 0 || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) || count > long.MaxValue / unit)
        {
            return false;
        }

        bytes = (ulong)(count * unit);
        return true;
    }

    private static NumberFormatInfo Grouping { get; } = new() { NumberGroupSeparator = " " };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
