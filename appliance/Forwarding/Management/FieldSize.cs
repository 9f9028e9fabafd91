using System.Text;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>Upper bounds of encoded fields in bytes, by which buffers are sized.</summary>
internal static class FieldSize
{
    /// <summary>A structure's own type and length: a type below 253 and at most 2^32-1 bytes.</summary>
    public const int Header = 1 + 5;

    /// <summary>A number: a type below 253, a length and at most 8 bytes.</summary>
    public const int Number = 1 + 1 + 8;

    /// <summary>UTF-8 text.</summary>
    public static int Text(string text) => Header + Encoding.UTF8.GetByteCount(text);

    /// <summary>A name.</summary>
    public static int Name(Name name) => TlvWriter.SizeOfElement(TlvType.Name, name.Value.Length);
}
