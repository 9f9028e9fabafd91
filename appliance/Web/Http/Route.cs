namespace Hearth.Web.Http;

/// <summary>One line of the API. A path that ends in <c>/</c> takes the rest of the path as its argument.</summary>
internal sealed record Route(string Method, string Path, Access Access, Func<Call, Task> Answer);
