namespace Hearth.Linux;

/// <summary>Owner of a descriptor that the <see cref="EventLoop"/> watches.</summary>
internal interface IReady
{
    /// <summary>The descriptor can be read or written, or has failed (then reading says how).</summary>
    void OnReady(bool readable, bool writable);
}
