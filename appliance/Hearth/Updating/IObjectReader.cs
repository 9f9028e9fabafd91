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
}
