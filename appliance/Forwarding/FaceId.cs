using System.Globalization;

namespace Hearth.Forwarding;

/// <summary>
/// Number of a face, never used twice in a forwarder's life. Zero is no face; numbers below 256 are reserved, with
/// NFD's meanings.
/// </summary>
public readonly record struct FaceId(uint Value)
{
    /// <summary>The forwarder's own applications (NFD <c>FACEID_INTERNAL_FACE</c>).</summary>
    public static readonly FaceId Internal = new(1);

    /// <summary>Where Data from the content store says it came from (NFD <c>FACEID_CONTENT_STORE</c>).</summary>
    public static readonly FaceId ContentStore = new(254);

    /// <summary>First number that is given out (NFD <c>FACEID_RESERVED_MAX</c> + 1).</summary>
    public const uint FirstUnreserved = 256;

    /// <summary>Whether this names a face at all.</summary>
    public bool IsNone => Value == 0;

    /// <summary>The number.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
