namespace Hearth.Protocol;

/// <summary>Why bytes are not a packet: the closed set by which hostile input is counted.</summary>
public enum ParseError
{
    /// <summary>No error.</summary>
    None,

    /// <summary>A number or value ends beyond the bytes that hold it.</summary>
    Truncated,

    /// <summary>A variable-size number is not in its shortest encoding.</summary>
    NonMinimalNumber,

    /// <summary>A TLV-TYPE is zero or above 2^32-1.</summary>
    TypeOutOfRange,

    /// <summary>Bytes follow the element that should be the last.</summary>
    TrailingBytes,

    /// <summary>The outermost type is not the one that was asked for.</summary>
    UnexpectedType,

    /// <summary>An element is unknown or out of order, and critical.</summary>
    UnrecognizedCriticalElement,

    /// <summary>A required element is missing.</summary>
    MissingElement,

    /// <summary>A value has a length or content that its type does not allow.</summary>
    InvalidValue,

    /// <summary>A name component has a type outside 1 to 65535, or a digest component is not 32 bytes.</summary>
    InvalidComponent,

    /// <summary>The packet is larger than <see cref="PacketLimits.MaxPacketSize"/>.</summary>
    PacketTooLarge,

    /// <summary>ApplicationParameters and ParametersSha256DigestComponent do not go together.</summary>
    ParametersDigestMismatch,
}
