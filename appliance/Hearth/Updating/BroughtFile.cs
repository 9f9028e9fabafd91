using Hearth.Updates.Bundle;
using Hearth.Web;

namespace Hearth.Updating;

/// <summary>
/// An update that its owner brings in one file: laid out in a folder until the round that it is for has ended. Nobody
/// believes it more than what comes over the network.
/// </summary>
internal sealed class BroughtFile
{
    private readonly string folder;
    private readonly Channel channel;

    /// <summary>Begins with none; what a power cut left there goes.</summary>
    /// <param name="folder">The folder; made when there is one.</param>
    /// <param name="channel">What this appliance takes.</param>
    public BroughtFile(string folder, Channel channel)
    {
        (this.folder, this.channel) = (folder, channel);
        Forget();
    }

    /// <summary>Takes it in.</summary>
    /// <returns><see cref="UpdateAnswer.Asked"/> where a round can try it, else what is wrong with it.</returns>
    public async Task<UpdateAnswer> TakeAsync(Stream archive, CancellationToken cancel)
    {
        var answer = UpdateAnswer.NoUpdateFile;
        try
        {
            return answer = await UnpackAsync(archive, cancel).ConfigureAwait(false);
        }
        finally
        {
            if (answer != UpdateAnswer.Asked)
            {
                Forget();
            }
        }
    }

    /// <summary>The file of a path; null where it has none.</summary>
    public string? Find(string path) => Path.Join(folder, path) is var file && File.Exists(file) ? file : null;

    /// <summary>Lets it go.</summary>
    public void Forget()
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            // It goes before the next one comes.
        }
    }

    private async Task<UpdateAnswer> UnpackAsync(Stream archive, CancellationToken cancel)
    {
        try
        {
            Forget();
            return !await UpdateArchive.TryUnpackAsync(archive, folder, BundleLimits.MostFileBytes, cancel).ConfigureAwait(false) || Find(UpdatePath.Timestamp) is null
                ? UpdateAnswer.NoUpdateFile
                // The metadata speaks of all boards, and would only say that something is missing.
                : !Directory.Exists(Path.Join(folder, "targets", channel.Track, channel.Board))
                ? UpdateAnswer.FileForAnother
                : UpdateAnswer.Asked;
        }
        catch (IOException failure)
        {
            return failure.HResult == UpdateRound.NoSpaceLeft ? UpdateAnswer.NoRoom : UpdateAnswer.NoUpdateFile;
        }
    }
}
