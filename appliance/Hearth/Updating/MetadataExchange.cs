using Hearth.Updates.Tuf;

namespace Hearth.Updating;

/// <summary>Carries out the steps of a TUF client: persists, then fetches.</summary>
/// <param name="client">Says what to do.</param>
/// <param name="trusted">Where to persist.</param>
/// <param name="fetch">Reads a file of the repository's metadata, no further than one byte beyond the most; null where there is none.</param>
internal sealed class MetadataExchange(TufClient client, TrustedFolder trusted, Func<string, int, CancellationToken, Task<byte[]?>> fetch)
{
    /// <summary>Goes on from a step until one that asks for no file.</summary>
    public async Task<TufStep> RunAsync(TufStep step, CancellationToken cancel)
    {
        while (true)
        {
            trusted.Apply(step.Changes);
            if (step is not TufStep.Fetch wanted)
            {
                return step;
            }

            var file = await fetch(wanted.File, wanted.MostBytes, cancel).ConfigureAwait(false);
            step = file is null ? client.GiveAbsent() : client.Give(file);
        }
    }
}
