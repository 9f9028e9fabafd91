namespace Hearth.Forwarding.Storage;

/// <summary>What is to be noted of an Interest that is sent.</summary>
internal struct Sending
{
    /// <summary>Hash of the prefix that it is routed by, where the path is measured; else 0.</summary>
    public ulong MeasuredPrefix;

    /// <summary>Whether everybody is asked, so that a route may be made from the answer.</summary>
    public bool IsDiscovery;

    /// <summary>Whether those asked are told not to ask everybody in their turn.</summary>
    public bool IsNonDiscovery;
}
