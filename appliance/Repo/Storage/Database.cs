using SQLitePCL;

namespace Hearth.Repo.Storage;

/// <summary>
/// One connection to a SQLite file, for one thread at a time. Commits are on the disk when they return (WAL,
/// <c>synchronous=FULL</c>).
/// </summary>
internal sealed class Database : IDisposable
{
    // Another process may read the file, such as sqlite3 in its owner's hands; it never holds the lock for long.
    private const int BusyMilliseconds = 5000;

    private readonly sqlite3 connection;

    private Database(sqlite3 connection) => this.connection = connection;

    /// <summary>Opens or makes the file.</summary>
    /// <exception cref="DatabaseException">It is no database, or cannot be opened.</exception>
    public static Database Open(string path)
    {
        SqliteEngine.Bind();
        const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX | raw.SQLITE_OPEN_URI;
        var code = raw.sqlite3_open_v2(AddressOf(path), out var connection, Flags, null);
        var database = new Database(connection);
        try
        {
            database.Check(code);
            database.Check(raw.sqlite3_busy_timeout(connection, BusyMilliseconds));
            database.Execute("PRAGMA journal_mode=WAL");
            database.Execute("PRAGMA synchronous=FULL");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    // Not powersafe: a sector that a commit is written into while the power goes may be lost with the end of the commit before
    // that lies in it. Told so, SQLite begins each commit in a sector of its own.
    private static string AddressOf(string path) => $"file:{string.Join('/', Path.GetFullPath(path).Split('/').Select(Uri.EscapeDataString))}?psow=0";

    /// <summary>Runs statements that return nothing of interest.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(connection, sql));

    /// <summary>Compiles a statement, to be used many times.</summary>
    public Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(connection, sql, out var statement));
        return new Statement(this, statement);
    }

    /// <summary>Runs <paramref name="work"/> in one transaction; nothing of it stays when it throws.</summary>
    public void InTransaction(Action work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            Execute("COMMIT");
        }
        catch
        {
            // Some errors have ended the transaction already.
            if (raw.sqlite3_get_autocommit(connection) == 0)
            {
                Execute("ROLLBACK");
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    internal void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw new DatabaseException(code, raw.sqlite3_errmsg(connection).utf8_to_string());
        }
    }
}
