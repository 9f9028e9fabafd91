namespace Hearth.Forwarding;

/// <summary>When a face ends; the numbers are those of NFD's face management.</summary>
public enum FacePersistency
{
    /// <summary>Until somebody destroys it or its socket fails.</summary>
    Persistent = 0,

    /// <summary>Made by an incoming packet or connection; ends when idle.</summary>
    OnDemand = 1,

    /// <summary>Until somebody destroys it, whatever its socket does.</summary>
    Permanent = 2,
}
