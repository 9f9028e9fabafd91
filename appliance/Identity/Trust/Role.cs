namespace Hearth.Identity.Trust;

/// <summary>The keys of a namespace, each certified by the next. Only upwards: a chain has at most three certificates.</summary>
internal enum Role
{
    /// <summary>Signs what is published: <c>/p/alice/KEY/key-id</c>, certificate <c>…/device/v=…</c>.</summary>
    Data,

    /// <summary>Certifies Data keys: <c>/p/alice/32=device/device-id/KEY/key-id</c>, certificate <c>…/owner/v=…</c>.</summary>
    Device,

    /// <summary>Certifies devices and signs the claim: <c>/p/alice/KEY/key-id</c>, certificate <c>…/self/v=…</c>.</summary>
    Owner,
}
