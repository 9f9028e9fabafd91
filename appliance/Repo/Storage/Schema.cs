namespace Hearth.Repo.Storage;

/// <summary>
/// The tables. Versions go forward and only add: a column or a table, never a change of what is there, so that the
/// release before and the release after both open the same file.
/// </summary>
internal static class Schema
{
    /// <summary>The version that this build writes.</summary>
    public const int Version = 1;

    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE publication (
            id             INTEGER PRIMARY KEY,
            account        TEXT    NOT NULL,  -- whose it is: the namespace as a URI
            name           BLOB    NOT NULL,  -- the name's TLV value, without version
            version        INTEGER NOT NULL,
            visibility     TEXT    NOT NULL,  -- 'public'
            content_key_id TEXT,              -- NULL: not encrypted
            content_type   TEXT,              -- media type
            size           INTEGER NOT NULL,  -- bytes of content
            stored         INTEGER NOT NULL,  -- bytes on the disk
            sha256         BLOB    NOT NULL,  -- of the content
            created        INTEGER NOT NULL,  -- microseconds since 1970
            file           TEXT    NOT NULL,  -- in content/
            unpublished    INTEGER,           -- microseconds since 1970; not NULL: a tombstone, the file is gone
            UNIQUE (name, version)
        )
        """,
    ];

    /// <summary>Brings the file to this build's version. A file from a later build is left as it is.</summary>
    public static void Migrate(Database database)
    {
        database.InTransaction(() =>
        {
            database.Execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY)");
            for (var version = Current(database) + 1; version <= Migrations.Length; version++)
            {
                database.Execute(Migrations[version - 1]);
                database.Execute($"INSERT INTO schema_version (version) VALUES ({version})");
            }
        });
    }

    private static int Current(Database database)
    {
        using var query = database.Prepare("SELECT coalesce(max(version), 0) FROM schema_version");
        query.Step();
        return (int)query.Number(0);
    }
}
