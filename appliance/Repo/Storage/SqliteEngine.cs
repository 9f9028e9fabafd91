using System.Runtime.InteropServices;
using SQLitePCL;

namespace Hearth.Repo.Storage;

/// <summary>Binds SQLitePCLRaw to Debian's engine.</summary>
internal static class SqliteEngine
{
    // The package with the library and no headers: what a machine that runs tests has.
    private const string DebianLibrary = "libsqlite3.so.0";

    static SqliteEngine()
    {
        // The AOT binary has the engine linked in (DirectPInvoke) and never asks; under the JIT it is a shared library.
        var provider = new SQLite3Provider_e_sqlite3();
        NativeLibrary.SetDllImportResolver(
            typeof(SQLite3Provider_e_sqlite3).Assembly,
            (library, _, _) => library == "e_sqlite3" ? NativeLibrary.Load(DebianLibrary) : 0);
        raw.SetProvider(provider);
    }

    /// <summary>Makes sure that the engine is bound; cheap when it is.</summary>
    public static void Bind()
    {
        // Running the static constructor is the work.
    }
}
