namespace Hearth.Web;

/// <summary>How unpublishing ended.</summary>
public enum UnpublishResult
{
    /// <summary>The bytes are gone.</summary>
    Unpublished,

    /// <summary>Nothing is published under that name.</summary>
    NotFound,

    /// <summary>The name is not an NDN URI, or is empty.</summary>
    NameNotValid,
}
