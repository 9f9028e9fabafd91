namespace Hearth.Web.Http;

/// <summary>What is behind a door.</summary>
internal enum DoorKind
{
    /// <summary>The page and its API, for browsers.</summary>
    Panel,

    /// <summary>The same API over the Unix socket: whoever can open it is the owner.</summary>
    Owner,

    /// <summary>NDN faces over WebSocket, and nothing else.</summary>
    Faces,

    /// <summary>What the updater asks of the node.</summary>
    Updater,
}
