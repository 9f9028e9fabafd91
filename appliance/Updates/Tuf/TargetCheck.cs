using System.Security.Cryptography;

namespace Hearth.Updates.Tuf;

/// <summary>Checks a target while it streams by (5.7.3). Nothing of it may be used before <see cref="Finish"/> said so.</summary>
public sealed class TargetCheck : IDisposable
{
    private readonly TargetFile target;
    private readonly List<(FileHash Hash, IncrementalHash State)> states = [];
    private long received;

    /// <summary>Begins with the first byte.</summary>
    public TargetCheck(TargetFile target)
    {
        this.target = target;
        foreach (var hash in target.Hashes)
        {
            if (FileHashes.AlgorithmOf(hash) is { } algorithm)
            {
                states.Add((hash, IncrementalHash.CreateHash(algorithm)));
            }
        }
    }

    /// <summary>Takes the next bytes; a refusal where there are more than the metadata allows, or no hash can be checked.</summary>
    public TufRefusal? Append(ReadOnlySpan<byte> bytes)
    {
        received += bytes.Length;
        if (received > target.Length)
        {
            return new TufRefusal(TufFault.EndlessData, target.Path, $"it is longer than its {target.Length} bytes");
        }

        foreach (var (_, state) in states)
        {
            state.AppendData(bytes);
        }

        return Unsupported();
    }

    /// <summary>After the last byte: null where the target is the one that the metadata describes.</summary>
    public TufRefusal? Finish()
    {
        if (received != target.Length)
        {
            return new TufRefusal(TufFault.WrongTarget, target.Path, $"it has {received} bytes instead of {target.Length}");
        }

        foreach (var (hash, state) in states)
        {
            if (!FileHashes.Matches(hash, state.GetHashAndReset()))
            {
                return new TufRefusal(TufFault.WrongTarget, target.Path, $"its {hash.Algorithm} is another");
            }
        }

        return Unsupported();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, state) in states)
        {
            state.Dispose();
        }
    }

    private TufRefusal? Unsupported() => states.Count > 0
        ? null
        : new TufRefusal(TufFault.UnsupportedHash, target.Path, $"no hash of {string.Join(", ", target.Hashes.Select(hash => hash.Algorithm))} can be checked here");
}
