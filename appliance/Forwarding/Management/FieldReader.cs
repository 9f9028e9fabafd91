using System.Text;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>
/// Reads a structure whose fields come in a fixed order, some of them optional, with room for fields of the future:
/// what is not asked for is skipped. The first error stays; fields read after it are empty.
/// </summary>
internal ref struct FieldReader(ReadOnlySpan<byte> value)
{
    private ReadOnlySpan<byte> rest = value;

    /// <summary>What went wrong first.</summary>
    public ParseError Error { get; private set; }

    /// <summary>A number that must be there.</summary>
    public ulong Number(uint type) => OptionalNumber(type) ?? Missing<ulong>();

    /// <summary>A number, or null where it is absent.</summary>
    public ulong? OptionalNumber(uint type)
    {
        if (!TryFind(type, out var element))
        {
            return null;
        }

        if (!element.TryGetNumber(out var number))
        {
            Error = ParseError.InvalidValue;
        }

        return number;
    }

    /// <summary>UTF-8 text that must be there.</summary>
    public string Text(uint type) => OptionalText(type) ?? Missing<string>() ?? "";

    /// <summary>UTF-8 text, or null where it is absent.</summary>
    public string? OptionalText(uint type) => TryFind(type, out var element) ? Encoding.UTF8.GetString(element.Value) : null;

    /// <summary>A name that must be there.</summary>
    public Name Name()
    {
        if (!TryFind(TlvType.Name, out var element))
        {
            Missing<int>();
            return Protocol.Name.Empty;
        }

        if (Protocol.Name.TryRead(element.Value, out var name, out var error))
        {
            return name;
        }

        Error = error;
        return Protocol.Name.Empty;
    }

    /// <summary>The next element of this type; what stands before it is passed over, and nothing is when it is absent.</summary>
    public bool TryFind(uint type, out TlvElement element)
    {
        element = default;
        if (Error != ParseError.None)
        {
            return false;
        }

        var ahead = new TlvReader(rest);
        while (ahead.TryRead(out element))
        {
            if (element.Type == type)
            {
                rest = ahead.Remaining;
                return true;
            }
        }

        Error = ahead.Error;
        return false;
    }

    private T? Missing<T>()
    {
        if (Error == ParseError.None)
        {
            Error = ParseError.MissingElement;
        }

        return default;
    }
}
