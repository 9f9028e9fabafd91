using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Hearth.Protocol;
using Xunit;
using static Hearth.Tests.Repo.RepoFolder;

namespace Hearth.Tests.Repo;

public sealed class KillTests
{
    private const int Kills = 50;

    [Fact]
    public async Task Kill_9_at_any_moment_leaves_whole_versions_and_every_one_that_was_promised()
    {
        using var folder = new RepoFolder();
        var random = new Random(20260601);
        var killedAt = new HashSet<string>();
        var promised = new Dictionary<string, (ulong Version, string Sha256)>();
        for (var kill = 0; kill < Kills; kill++)
        {
            foreach (var line in await RunAndKillAsync(folder.Path, seed: kill, lines: random.Next(1, 24)))
            {
                if (line.Split(' ') is ["published", var name, var version, var digest])
                {
                    promised[name] = (ulong.Parse(version, CultureInfo.InvariantCulture), digest);
                }
                else
                {
                    killedAt.Add(line);
                }
            }

            AssertWhole(folder, promised);
        }

        Assert.Equal(3, promised.Count);
        Assert.Equal(6, killedAt.Count);
    }

    /// <summary>Reads some lines of the child, kills it, and returns all that it had said by then.</summary>
    private static async Task<List<string>> RunAndKillAsync(string state, int seed, int lines)
    {
        var cancel = TestContext.Current.CancellationToken;
        var program = Path.Join(AppContext.BaseDirectory, "Hearth.Tests.Publisher.dll");
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath is { } host && host.EndsWith("dotnet", StringComparison.Ordinal) ? host : "dotnet")
        {
            ArgumentList = { program, state, seed.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,
        })!;
        try
        {
            var said = new List<string>();
            while (said.Count < lines && await child.StandardOutput.ReadLineAsync(cancel) is { } line)
            {
                said.Add(line);
            }

            Assert.Equal(lines, said.Count);
            child.Kill();
            while (await child.StandardOutput.ReadLineAsync(cancel) is { } line)
            {
                said.Add(line);
            }

            await child.WaitForExitAsync(cancel);
            return said;
        }
        finally
        {
            child.Kill();
        }
    }

    private static void AssertWhole(RepoFolder folder, Dictionary<string, (ulong Version, string Sha256)> promised)
    {
        using var repo = OpenAt(folder.Path);
        var listed = repo.List();
        foreach (var publication in listed)
        {
            // Each run of the child has a key of its own, so the digest says it all.
            Assert.Equal(publication.Sha256.ToArray(), SHA256.HashData(Fetch(repo, publication.VersionedName, verify: false)));
        }

        foreach (var (name, (version, digest)) in promised)
        {
            // A version whose row was written as the kill came is there too, though nobody was told.
            var newest = Assert.Single(listed, publication => publication.Name == Name.Parse(name));
            Assert.True(newest.Version >= version);
            Assert.True(newest.Version > version || Convert.ToHexString(newest.Sha256.Span) == digest);
        }

        Assert.Equal(0, repo.Usage().Damaged);
        Assert.DoesNotContain(folder.Files, file => file.EndsWith(".new", StringComparison.Ordinal));
    }
}
