namespace Hearth.Web;

/// <summary>One published name.</summary>
/// <param name="Name">Its full NDN URI, without version.</param>
/// <param name="Version">The newest version.</param>
/// <param name="Bytes">That version's size.</param>
/// <param name="ContentType">Its media type, when the publisher said one.</param>
/// <param name="Published">When that version was published.</param>
public sealed record PublishedFile(string Name, ulong Version, long Bytes, string? ContentType, DateTimeOffset Published);
