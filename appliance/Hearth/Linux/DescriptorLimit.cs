namespace Hearth.Linux;

/// <summary>How many descriptors this process may have open.</summary>
internal static unsafe class DescriptorLimit
{
    // RLIMIT_NOFILE (include/uapi/asm-generic/resource.h).
    private const int OpenFiles = 7;

    /// <summary>The limit in force now; <see cref="long.MaxValue"/> where there is none.</summary>
    public static long Current
    {
        get
        {
            var limit = stackalloc ulong[2];
            return LibC.GetLimit(OpenFiles, limit) == 0 && limit[0] < long.MaxValue ? (long)limit[0] : long.MaxValue;
        }
    }
}
