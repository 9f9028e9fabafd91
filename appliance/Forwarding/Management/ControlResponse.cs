using System.Diagnostics.CodeAnalysis;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>The answer to a command (NFD Management, "ControlCommand", "ControlResponse").</summary>
/// <param name="StatusCode">As in HTTP: 200 done, 4xx the client's fault, 5xx the forwarder's.</param>
/// <param name="StatusText">The code in words.</param>
/// <param name="Parameters">What was done, or what stands in the way; null without.</param>
public sealed record ControlResponse(int StatusCode, string StatusText, ControlParameters? Parameters = null)
{
    // The parameters came in a packet and go back with a code and a few words.
    private const int MaxSize = 2 * PacketLimits.MaxPacketSize;

    /// <summary>Whether the command was carried out.</summary>
    public bool IsSuccess => StatusCode == 200;

    /// <summary>Reads bytes that must be exactly one ControlResponse element.</summary>
    public static bool TryRead(ReadOnlySpan<byte> wire, [NotNullWhen(true)] out ControlResponse? response, out ParseError error)
    {
        response = null;
        if (!TlvElement.TryRead(wire, out var element, out error))
        {
            return false;
        }

        if (element.Type != ManagementTlv.ControlResponse)
        {
            error = ParseError.UnexpectedType;
            return false;
        }

        return TryReadValue(element.Value, out response, out error);
    }

    /// <summary>Encodes the element.</summary>
    /// <exception cref="ArgumentException">It is larger than two packets.</exception>
    public byte[] Encode()
    {
        Span<byte> buffer = stackalloc byte[MaxSize];
        var writer = new TlvWriter(buffer);
        var element = writer.Begin(ManagementTlv.ControlResponse);
        writer.WriteNumber(ManagementTlv.StatusCode, (ulong)StatusCode);
        writer.WriteText(ManagementTlv.StatusText, StatusText);
        Parameters?.WriteTo(ref writer);
        writer.End(element);
        return writer.Written.ToArray();
    }

    private static bool TryReadValue(ReadOnlySpan<byte> value, [NotNullWhen(true)] out ControlResponse? response, out ParseError error)
    {
        response = null;
        var reader = new FieldReader(value);
        var code = reader.Number(ManagementTlv.StatusCode);
        var text = reader.Text(ManagementTlv.StatusText);
        ControlParameters? parameters = null;
        if (reader.TryFind(ManagementTlv.ControlParameters, out var body)
            && !ControlParameters.TryRead(body.Wire, out parameters, out error))
        {
            return false;
        }

        error = code > 999 ? ParseError.InvalidValue : reader.Error;
        response = error == ParseError.None ? new ControlResponse((int)code, text, parameters) : null;
        return response is not null;
    }
}
