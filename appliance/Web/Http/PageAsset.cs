namespace Hearth.Web.Http;

/// <summary>One file of the page.</summary>
internal sealed record PageAsset(string ContentType, ReadOnlyMemory<byte> Bytes, string ETag);
