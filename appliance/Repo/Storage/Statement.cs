using SQLitePCL;

namespace Hearth.Repo.Storage;

/// <summary>
/// A compiled statement. Bind the parameters in their order, <see cref="Step"/> through the rows, <see cref="Reset"/>.
/// Parameters count from 1 and columns from 0, as everywhere in SQLite.
/// </summary>
internal sealed class Statement(Database database, sqlite3_stmt statement) : IDisposable
{
    /// <summary>Binds a number.</summary>
    public Statement Bind(int parameter, long value)
    {
        database.Check(raw.sqlite3_bind_int64(statement, parameter, value));
        return this;
    }

    /// <summary>Binds bytes, which are copied.</summary>
    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        database.Check(raw.sqlite3_bind_blob(statement, parameter, value));
        return this;
    }

    /// <summary>Binds text; null binds NULL.</summary>
    public Statement Bind(int parameter, string? value)
    {
        database.Check(value is null
            ? raw.sqlite3_bind_null(statement, parameter)
            : raw.sqlite3_bind_text(statement, parameter, value));
        return this;
    }

    /// <summary>Goes to the next row; false after the last.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            raw.sqlite3_reset(statement);
        }

        database.Check(code);
        return code == raw.SQLITE_ROW;
    }

    /// <summary>Runs a statement that returns no row, and makes it ready for the next use.</summary>
    public void Run()
    {
        try
        {
            Step();
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Makes the statement ready for the next use. Ends its hold on the database.</summary>
    public void Reset()
    {
        // What it returns is the last step's error again.
        raw.sqlite3_reset(statement);
        database.Check(raw.sqlite3_clear_bindings(statement));
    }

    /// <summary>A column of the current row as a number.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    /// <summary>A column of the current row as bytes, valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    /// <summary>A column of the current row as text; null for NULL.</summary>
    public string? Text(int column) =>
        raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL
            ? null
            : raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <inheritdoc/>
    public void Dispose() => statement.Dispose();
}
