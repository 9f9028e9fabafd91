namespace Hearth.Protocol.Link;

/// <summary>Why an Interest was refused (NDNLPv2, "Network Nack").</summary>
public enum NackReason : ulong
{
    /// <summary>No reason given.</summary>
    None = 0,

    /// <summary>The link is congested.</summary>
    Congestion = 50,

    /// <summary>Same name and nonce seen already.</summary>
    Duplicate = 100,

    /// <summary>No route to the name.</summary>
    NoRoute = 150,
}
