namespace Hearth.Repo.Publishing;

/// <summary>The steps of a publication, in their order. Until <see cref="Committed"/> there is no trace of it.</summary>
internal enum PublishStep
{
    /// <summary>All packets are in the temporary file.</summary>
    Written,

    /// <summary>… and on the disk.</summary>
    FileFlushed,

    /// <summary>The file has its name.</summary>
    Renamed,

    /// <summary>… on the disk too.</summary>
    FolderFlushed,

    /// <summary>The row is on the disk: the version is published.</summary>
    Committed,

    /// <summary>Files of versions that made room are gone.</summary>
    RoomMade,
}
