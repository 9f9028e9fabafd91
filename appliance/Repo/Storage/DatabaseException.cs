using SQLitePCL;

namespace Hearth.Repo.Storage;

/// <summary>The database refused.</summary>
internal sealed class DatabaseException(int code, string message) : IOException(message)
{
    /// <summary>No space on the disk.</summary>
    public bool IsDiskFull => code == raw.SQLITE_FULL;

    /// <summary>A row like this exists.</summary>
    public bool IsConstraint => code == raw.SQLITE_CONSTRAINT;
}
