using System.Globalization;
using Hearth.Protocol.Tlv;

namespace Hearth.Protocol.Certificates;

/// <summary>When a certificate holds (NDN Packet Format v0.3, "Certificate", ValidityPeriod): whole seconds, UTC.</summary>
/// <param name="NotBefore">First second in which it holds.</param>
/// <param name="NotAfter">Last second in which it holds.</param>
public readonly record struct ValidityPeriod(DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    // YYYYMMDDThhmmss
    private const int TimeSize = 15;
    private const string TimeFormat = "yyyyMMdd'T'HHmmss";

    /// <summary>Whether a certificate holds at <paramref name="time"/>.</summary>
    public bool Contains(DateTimeOffset time) =>
        NotBefore <= time && (time - NotAfter).Ticks < TimeSpan.TicksPerSecond;

    /// <summary>Reads the value of a ValidityPeriod element.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out ValidityPeriod period, out ParseError error)
    {
        period = default;
        var lastType = 0u;
        DateTimeOffset? notBefore = null;
        DateTimeOffset? notAfter = null;
        var reader = new TlvReader(value);
        while (reader.TryRead(out var element))
        {
            if (element.Type is not (TlvType.NotBefore or TlvType.NotAfter) || element.Type <= lastType)
            {
                if (element.IsCritical)
                {
                    error = ParseError.UnrecognizedCriticalElement;
                    return false;
                }

                continue;
            }

            lastType = element.Type;
            if (!TryReadTime(element.Value, out var time))
            {
                error = ParseError.InvalidValue;
                return false;
            }

            if (element.Type == TlvType.NotBefore)
            {
                notBefore = time;
            }
            else
            {
                notAfter = time;
            }
        }

        error = reader.Error;
        if (error == ParseError.None && (notBefore is null || notAfter is null))
        {
            error = ParseError.MissingElement;
        }

        period = error == ParseError.None ? new ValidityPeriod(notBefore!.Value, notAfter!.Value) : default;
        return error == ParseError.None;
    }

    internal void WriteTo(ref TlvWriter writer)
    {
        var period = writer.Begin(TlvType.ValidityPeriod);
        writer.WriteText(TlvType.NotBefore, Format(NotBefore));
        writer.WriteText(TlvType.NotAfter, Format(NotAfter));
        writer.End(period);
    }

    private static string Format(DateTimeOffset time) =>
        time.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static bool TryReadTime(ReadOnlySpan<byte> value, out DateTimeOffset time)
    {
        time = default;
        Span<char> text = stackalloc char[TimeSize];
        return value.Length == TimeSize
            && System.Text.Ascii.ToUtf16(value, text, out _) == System.Buffers.OperationStatus.Done
            && DateTimeOffset.TryParseExact(
                text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }
}
