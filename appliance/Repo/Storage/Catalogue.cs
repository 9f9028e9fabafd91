using Hearth.Protocol;

namespace Hearth.Repo.Storage;

/// <summary>The rows: what is published, and what was. For one thread at a time.</summary>
internal sealed class Catalogue : IDisposable
{
    private const string Columns =
        "id, account, name, version, visibility, content_key_id, content_type, size, stored, sha256, created, file";

    private const string IsNewest =
        "version = (SELECT max(version) FROM publication n WHERE n.name = publication.name AND n.unpublished IS NULL)";

    private readonly Database database;
    private readonly Statement insert;
    private readonly Statement exact;
    private readonly Statement newest;
    private readonly Statement firstUnder;
    private readonly Statement versions;
    private readonly Statement lastVersion;
    private readonly Statement listed;
    private readonly Statement superseded;
    private readonly Statement files;
    private readonly Statement sums;
    private readonly Statement kept;
    private readonly Statement bury;
    private readonly Statement known;

    private Catalogue(Database database)
    {
        this.database = database;
        insert = database.Prepare(
            """
            INSERT INTO publication (account, name, version, visibility, content_key_id, content_type, size, stored, sha256, created, file)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        exact = Select("name = ? AND version = ? AND unpublished IS NULL");
        newest = Select("name = ? AND unpublished IS NULL ORDER BY version DESC LIMIT 1");
        firstUnder = Select("name >= ? AND name < ? AND unpublished IS NULL ORDER BY name, version DESC LIMIT 1");
        versions = Select("name = ? AND unpublished IS NULL ORDER BY version DESC");
        lastVersion = database.Prepare("SELECT max(version) FROM publication WHERE name = ?");
        listed = Select($"unpublished IS NULL AND {IsNewest} ORDER BY created DESC, id DESC");
        superseded = Select($"unpublished IS NULL AND NOT {IsNewest} ORDER BY created, id");
        files = Select("unpublished IS NULL");
        sums = database.Prepare(
            "SELECT count(DISTINCT name), coalesce(sum(stored), 0) FROM publication WHERE unpublished IS NULL");
        kept = database.Prepare(
            $"SELECT coalesce(sum(stored), 0) FROM publication WHERE unpublished IS NULL AND name <> ? AND {IsNewest}");
        bury = database.Prepare("UPDATE publication SET unpublished = ? WHERE id = ?");
        known = database.Prepare("SELECT 1 FROM publication WHERE name = ? AND version = ?");
    }

    /// <summary>Opens the database and brings its tables up to date.</summary>
    public static Catalogue Open(string path)
    {
        var database = Database.Open(path);
        try
        {
            Schema.Migrate(database);
            return new Catalogue(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Runs <paramref name="work"/> in one transaction.</summary>
    public void InTransaction(Action work) => database.InTransaction(work);

    /// <summary>Adds a version.</summary>
    /// <exception cref="DatabaseException">The name has this version already, or had it.</exception>
    public void Insert(Publication publication, string file) => insert
        .Bind(1, publication.Account)
        .Bind(2, publication.Name.Value)
        .Bind(3, (long)publication.Version)
        .Bind(4, publication.Visibility)
        .Bind(5, publication.ContentKeyId)
        .Bind(6, publication.MediaType)
        .Bind(7, publication.Size)
        .Bind(8, publication.StoredBytes)
        .Bind(9, publication.Sha256.Span)
        .Bind(10, ToMicroseconds(publication.Created))
        .Bind(11, file)
        .Run();

    /// <summary>One version of a name.</summary>
    public StoredPublication? Exact(NameView name, ulong version) =>
        version > long.MaxValue ? null : One(exact.Bind(1, name.Value).Bind(2, (long)version));

    /// <summary>Whether a name has this version, or had it.</summary>
    public bool Knows(NameView name, ulong version)
    {
        try
        {
            return known.Bind(1, name.Value).Bind(2, (long)version).Step();
        }
        finally
        {
            known.Reset();
        }
    }

    /// <summary>The newest version of a name.</summary>
    public StoredPublication? Newest(NameView name) => One(newest.Bind(1, name.Value));

    /// <summary>The newest version of the first name that starts with <paramref name="prefix"/>.</summary>
    public StoredPublication? FirstUnder(NameView prefix)
    {
        // No component starts with 255 in its type's first byte: that is a number of nine bytes, too large for a type.
        byte[] end = [.. prefix.Value, 0xff];
        return One(firstUnder.Bind(1, prefix.Value).Bind(2, end));
    }

    /// <summary>Every version of a name, the newest first.</summary>
    public IReadOnlyList<StoredPublication> Versions(NameView name) => All(versions.Bind(1, name.Value));

    /// <summary>The highest version that a name ever had; zero when it had none.</summary>
    public ulong LastVersion(NameView name) => (ulong)One(lastVersion, name);

    /// <summary>Bytes of the newest versions of all names but one: what no new version of that one may push out.</summary>
    public long StoredBytesWithout(NameView name) => One(kept, name);

    /// <summary>The newest version of every name, the newest first.</summary>
    public IReadOnlyList<StoredPublication> Listed() => All(listed);

    /// <summary>Versions that a newer one of the same name stands before, the oldest first.</summary>
    public IReadOnlyList<StoredPublication> Superseded() => All(superseded);

    /// <summary>Every version whose file must be there.</summary>
    public IReadOnlyList<StoredPublication> Live() => All(files);

    /// <summary>How many names are published, and the bytes of all their versions.</summary>
    public (long Names, long StoredBytes) Sums()
    {
        try
        {
            sums.Step();
            return (sums.Number(0), sums.Number(1));
        }
        finally
        {
            sums.Reset();
        }
    }

    /// <summary>Makes a row a tombstone: name and digest stay.</summary>
    public void Bury(long id, DateTimeOffset when) => bury.Bind(1, ToMicroseconds(when)).Bind(2, id).Run();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in (Statement[])[insert, exact, newest, firstUnder, versions, lastVersion, listed, superseded, files, sums, kept, bury, known])
        {
            statement.Dispose();
        }

        database.Dispose();
    }

    private Statement Select(string condition) => database.Prepare($"SELECT {Columns} FROM publication WHERE {condition}");

    private static long One(Statement query, NameView name)
    {
        try
        {
            query.Bind(1, name.Value).Step();
            return query.Number(0);
        }
        finally
        {
            query.Reset();
        }
    }

    private static StoredPublication? One(Statement query)
    {
        try
        {
            return query.Step() ? Read(query) : null;
        }
        finally
        {
            query.Reset();
        }
    }

    private static List<StoredPublication> All(Statement query)
    {
        var rows = new List<StoredPublication>();
        try
        {
            while (query.Step())
            {
                rows.Add(Read(query));
            }
        }
        finally
        {
            query.Reset();
        }

        return rows;
    }

    private static StoredPublication Read(Statement row)
    {
        if (!Name.TryRead(row.Bytes(2), out var name, out _))
        {
            throw new InvalidDataException($"Row {row.Number(0)} of the repo's database holds no name.");
        }

        var publication = new Publication(name, (ulong)row.Number(3))
        {
            Account = row.Text(1)!,
            Visibility = row.Text(4)!,
            ContentKeyId = row.Text(5),
            MediaType = row.Text(6),
            Size = row.Number(7),
            StoredBytes = row.Number(8),
            Sha256 = row.Bytes(9).ToArray(),
            Created = DateTimeOffset.UnixEpoch.AddMicroseconds(row.Number(10)),
        };
        return new StoredPublication(row.Number(0), publication, row.Text(11)!);
    }

    private static long ToMicroseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
