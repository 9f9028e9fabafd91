namespace Hearth.Web;

/// <summary>What becomes of what an owner asks about updates.</summary>
public enum UpdateAnswer
{
    /// <summary>It will be done.</summary>
    Asked,

    /// <summary>This node takes no updates: it is no appliance.</summary>
    NoUpdates,

    /// <summary>The running version has to prove itself first.</summary>
    Unproven,

    /// <summary>Another update is under way.</summary>
    Busy,

    /// <summary>The other slot holds no version that has served.</summary>
    NothingToGoBackTo,

    /// <summary>The file that was brought is no update, or not all of one.</summary>
    NoUpdateFile,

    /// <summary>It is for another board, or another channel.</summary>
    FileForAnother,

    /// <summary>There is no room for it.</summary>
    NoRoom,
}
