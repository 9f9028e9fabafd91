namespace Hearth.Web.Http;

/// <summary>Who may use a route.</summary>
internal enum Access
{
    /// <summary>Anyone who can reach the panel.</summary>
    Anyone,

    /// <summary>A signed-in browser, or whoever can open the owner's socket.</summary>
    Owner,
}
