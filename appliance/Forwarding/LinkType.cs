namespace Hearth.Forwarding;

/// <summary>How many are on the link and who hears whom; the numbers are those of NFD's face management.</summary>
public enum LinkType
{
    /// <summary>One peer.</summary>
    PointToPoint = 0,

    /// <summary>Several peers that all hear each other.</summary>
    MultiAccess = 1,

    /// <summary>Several peers that may not hear each other, so an Interest may go back where it came from.</summary>
    AdHoc = 2,
}
