using Hearth.Updates.Bundle;
using Hearth.Updates.Fetch;

namespace Hearth.Updating;

/// <summary>Reads objects from one source.</summary>
internal interface IObjectReader
{
    /// <summary>Which one.</summary>
    ObjectSource Source { get; }

    /// <summary>Reads an object from a byte on, until it ends or <paramref name="take"/> says that it is enough.</summary>
    Task<FetchFault> ReadAsync(BundleObject wanted, long from, TakeChunk take, CancellationToken cancel);

    /// <summary>What it brought of a path is not what belongs there: whoever did is not asked for now.</summary>
    /// <returns>Whether it has somebody else to ask.</returns>
    Task<bool> RefuseAsync(string path);

    /// <summary>Whether it has anybody to ask.</summary>
    Task<bool> HasAnybodyAsync();
}
