namespace Hearth.Identity;

/// <summary>Why a packet does not prove an appliance's presence.</summary>
public enum PresenceFault
{
    /// <summary>It does.</summary>
    None,

    /// <summary>The name is not <c>/p/username/32=here/nonce</c>.</summary>
    WrongName,

    /// <summary>What it holds is no claim, or none that its owner signed.</summary>
    NoClaim,

    /// <summary>The claim is of another namespace than the packet.</summary>
    ClaimOfAnother,

    /// <summary>It is not signed by the device that the claim names.</summary>
    NotTheDevice,
}
