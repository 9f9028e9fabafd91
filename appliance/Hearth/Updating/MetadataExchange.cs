using Hearth.Updates.Tuf;

namespace Hearth.Updating;

/// <summary>Carries out the steps of a TUF client: persists, then fetches over HTTP.</summary>
/// <param name="client">Says what to do.</param>
/// <param name="trusted">Where to persist.</param>
/// <param name="repository">Where to fetch.</param>
/// <param name="metadataUrl">The repository's URL of metadata.</param>
internal sealed class MetadataExchange(TufClient client, TrustedFolder trusted, HttpRepository repository, string metadataUrl)
{
    /// <summary>Goes on from a step until one that asks for no file.</summary>
    public async Task<TufStep> RunAsync(TufStep step, CancellationToken cancel)
    {
        while (true)
        {
            trusted.Apply(step.Changes);
            if (step is not TufStep.Fetch fetch)
            {
                return step;
            }

            var file = await repository.ReadAsync(metadataUrl, fetch.File, fetch.MostBytes, cancel).ConfigureAwait(false);
            step = file is null ? client.GiveAbsent() : client.Give(file);
        }
    }
}
