using Hearth.Protocol;

namespace Hearth.Client;

/// <summary>One Interest that waits; disposed of, it waits no longer.</summary>
internal sealed class PendingInterest(PendingInterests all, Name name, ReadOnlyMemory<byte> wire) : IDisposable
{
    private readonly TaskCompletionSource<NdnAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What it asks for.</summary>
    public Name Name { get; } = name;

    /// <summary>The whole packet.</summary>
    public ReadOnlyMemory<byte> Wire { get; } = wire;

    /// <summary>What came back.</summary>
    public Task<NdnAnswer> Answer => answer.Task;

    /// <summary>Ends the wait.</summary>
    public void Complete(NdnAnswer came) => answer.TrySetResult(came);

    /// <inheritdoc/>
    public void Dispose() => all.Remove(this);
}
