namespace Hearth.Forwarding.Management;

/// <summary>One status dataset: a row of the table of what management can tell.</summary>
/// <param name="Module">What it is about, such as <c>faces</c>.</param>
/// <param name="Verb">What it lists, such as <c>list</c>.</param>
/// <param name="List">
/// Lists the items. It gets the component that follows the verb in the Interest's name, empty without one; null means
/// that this component is malformed.
/// </param>
internal sealed record DatasetVerb(string Module, string Verb, Func<DatasetQuery, IEnumerable<IDatasetItem>?> List)
{
    /// <summary>Bytes of the longest filter, which the name of every segment repeats: two long URIs and some numbers.</summary>
    public const int MaxFilterSize = 2048;

    /// <summary>Whether a component with a filter follows the verb.</summary>
    public bool HasFilter { get; init; }
}
