using System.Runtime.InteropServices;

namespace Hearth.Protocol.Cryptography;

/// <summary>
/// Memory of libsodium's own allocator: outside the collector's reach (never copied), between guard pages,
/// kept out of core dumps and swap where the limits allow, and wiped when released.
/// </summary>
internal sealed class SecureMemoryHandle : SafeHandle
{
    internal SecureMemoryHandle(int size) : base(invalidHandleValue: 0, ownsHandle: true)
    {
        SetHandle(Sodium.Allocate((nuint)size));
        if (IsInvalid)
        {
            throw new InsufficientMemoryException("No memory for a key.");
        }
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Sodium.Free(handle);
        return true;
    }
}
