namespace Hearth.Forwarding.Management;

/// <summary>Bits of the content store's flags, counted from the least (NFD Management, CsMgmt, "Flags").</summary>
public static class ContentStoreFlag
{
    /// <summary>New Data is admitted.</summary>
    public const int Admit = 0;

    /// <summary>Interests are answered from it.</summary>
    public const int Serve = 1;
}
