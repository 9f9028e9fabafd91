using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hearth.Web.Http.Wire;

namespace Hearth.Web.Http;

/// <summary>The signed-in browsers. Opening one returns the cookie's value, which is kept nowhere else.</summary>
internal sealed class SessionStore
{
    /// <summary>The longest that browsers keep a cookie. A clock that NTP moves forward by months should not sign its owner out.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(400);

    // More browsers than a household has; beyond it the one unused for longest is signed out.
    private const int Most = 16;
    private const int FileVersion = 1;

    // Last use is written at most this often, to spare the card.
    private static readonly TimeSpan UseGranularity = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly string path;
    private readonly TimeProvider time;
    private readonly List<Session> sessions;

    public SessionStore(string path, TimeProvider time)
    {
        this.path = path;
        this.time = time;
        sessions = Load(path);
    }

    /// <summary>Opens a session and returns its cookie.</summary>
    public string Open(string? userAgent)
    {
        var cookie = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow();
        var (browser, system) = BrowserName.From(userAgent);
        lock (gate)
        {
            RemoveExpired(now);
            while (sessions.Count >= Most)
            {
                sessions.Remove(sessions.MinBy(session => session.LastUsed)!);
            }

            var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
            sessions.Add(new Session(id, HashOf(cookie), now, now, browser, system));
            Save();
        }

        return cookie;
    }

    /// <summary>Finds the session whose cookie this is, and notes that it was used.</summary>
    public bool TryUse(string cookie, [NotNullWhen(true)] out Session? session)
    {
        var hash = HashOf(cookie);
        var now = time.GetUtcNow();
        lock (gate)
        {
            var index = sessions.FindIndex(candidate => candidate.Hash == hash && !Expired(candidate, now));
            session = index < 0 ? null : sessions[index];
            if (session is null)
            {
                return false;
            }

            if ((now - session.LastUsed).Duration() >= UseGranularity)
            {
                sessions[index] = session = session with { LastUsed = now };
                Save();
            }

            return true;
        }
    }

    /// <summary>Every session, the last used first.</summary>
    public IReadOnlyList<Session> List()
    {
        lock (gate)
        {
            RemoveExpired(time.GetUtcNow());
            return [.. sessions.OrderByDescending(session => session.LastUsed)];
        }
    }

    /// <summary>Ends one session; false when there is none with that id.</summary>
    public bool Revoke(string id)
    {
        lock (gate)
        {
            if (sessions.RemoveAll(session => session.Id == id) == 0)
            {
                return false;
            }

            Save();
            return true;
        }
    }

    /// <summary>Ends every session: a new owner starts with none.</summary>
    public void Clear()
    {
        lock (gate)
        {
            sessions.Clear();
            Save();
        }
    }

    /// <summary>A file that cannot be read signs everyone out; a press signs in again.</summary>
    private static List<Session> Load(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var read = JsonSerializer.Deserialize(file, WireJson.Default.SessionsFile);
            return read is { Version: FileVersion, Sessions: not null } ? [.. read.Sessions.Take(Most)] : [];
        }
        catch (Exception error) when (error is IOException or JsonException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string HashOf(string cookie) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cookie)));

    private static bool Expired(Session session, DateTimeOffset now) => now - session.LastUsed > Lifetime;

    private void RemoveExpired(DateTimeOffset now) => sessions.RemoveAll(session => Expired(session, now));

    private void Save()
    {
        var next = path + ".new";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var file = new FileStream(next, options))
        {
            JsonSerializer.Serialize(file, new SessionsFile(FileVersion, sessions), WireJson.Default.SessionsFile);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
