namespace Hearth.Updates.Fetch;

/// <summary>Why a source did not bring an object.</summary>
public enum FetchFault
{
    /// <summary>It did.</summary>
    None = 0,

    /// <summary>It does not have it.</summary>
    Absent,

    /// <summary>It cannot be reached, or the connection broke; what came until then is kept.</summary>
    Interrupted,

    /// <summary>More came than the object has: endless data.</summary>
    TooLong,

    /// <summary>What came is not the object.</summary>
    Wrong,
}
