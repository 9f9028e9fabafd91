using System.Text.Json.Serialization;
using Hearth.Supervision;

namespace Hearth.Updating;

/// <summary>Where a round of the updater is, or how it ended.</summary>
[JsonConverter(typeof(EnumNameConverter<UpdatePhase>))]
internal enum UpdatePhase
{
    /// <summary>No round was made yet.</summary>
    Never,

    /// <summary>Metadata is fetched and verified.</summary>
    Checking,

    /// <summary>Ended: there is nothing newer that this device takes; the report's fault says why.</summary>
    Nothing,

    /// <summary>Ended: there is a newer version, which was not to be installed yet.</summary>
    Available,

    /// <summary>The slots are looked through for what is there already.</summary>
    Scanning,

    /// <summary>The idle slot is written, with what is fetched meanwhile.</summary>
    Writing,

    /// <summary>Ended: the new version is tried at the next start.</summary>
    Armed,

    /// <summary>Ended: it did not succeed; what was written is found again by the next round.</summary>
    Failed,
}
