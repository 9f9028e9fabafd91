namespace Hearth.Forwarding;

/// <summary>How a route bears on longer prefixes; the numbers are those of NFD's RIB management.</summary>
[Flags]
public enum RouteInheritance
{
    /// <summary>For its own prefix only.</summary>
    None = 0,

    /// <summary>Longer prefixes in the RIB use this route as well.</summary>
    ChildInherit = 1,

    /// <summary>This prefix and longer ones use no route of a shorter prefix.</summary>
    Capture = 2,
}
