using Hearth.Updates.Tuf;

namespace Hearth.Updating;

/// <summary>Verified targets in a folder, each under its percent-encoded name.</summary>
internal sealed class TargetFolder(string path, HttpRepository repository, string targetsUrl)
{
    private const int ChunkSize = 64 * 1024;

    /// <summary>Gets a target, unless it is there already.</summary>
    /// <returns>Why it is refused; null where it is there.</returns>
    public async Task<TufRefusal?> GetAsync(TufStep.Found found, CancellationToken cancel)
    {
        var name = Uri.EscapeDataString(found.Target.Path);
        var file = Path.Join(path, name);
        if (File.Exists(file) && IsTarget(found.Target, file))
        {
            return null;
        }

        Directory.CreateDirectory(path);
        var part = Path.Join(path, $".{Environment.ProcessId}.part");
        try
        {
            var refusal = await ReceiveAsync(found, part, cancel).ConfigureAwait(false);
            if (refusal is null)
            {
                File.Move(part, file, overwrite: true);
            }

            return refusal;
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static bool IsTarget(TargetFile target, string file)
    {
        using var check = new TargetCheck(target);
        using var stream = File.OpenRead(file);
        var chunk = new byte[ChunkSize];
        for (int size; (size = stream.Read(chunk)) > 0;)
        {
            if (check.Append(chunk.AsSpan(0, size)) is not null)
            {
                return false;
            }
        }

        return check.Finish() is null;
    }

    private async Task<TufRefusal?> ReceiveAsync(TufStep.Found found, string part, CancellationToken cancel)
    {
        using var check = new TargetCheck(found.Target);
        using var stream = new FileStream(part, FileMode.Create, FileAccess.Write);
        TufRefusal? refusal = null;
        var exists = await repository.ReadAsync(targetsUrl, found.RemotePath, Take, cancel).ConfigureAwait(false);
        if (!exists)
        {
            return new TufRefusal(TufFault.Unavailable, found.Target.Path, "the repository does not have it");
        }

        stream.Flush(flushToDisk: true);
        return refusal ?? check.Finish();

        bool Take(ReadOnlySpan<byte> chunk)
        {
            refusal = check.Append(chunk);
            if (refusal is null)
            {
                stream.Write(chunk);
            }

            return refusal is null;
        }
    }
}
