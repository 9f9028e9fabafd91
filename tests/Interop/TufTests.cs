using System.Text;
using Hearth.Release.Commands;
using Hearth.Tests.Release;
using Hearth.Tests.Updates;
using Xunit;

namespace Hearth.Tests.Interop;

/// <summary>TUF: a repository and a client that nobody here wrote (tuf-js), each with our other half.</summary>
public class TufTests
{
    private const int Timeout = 180_000;

    [Fact(Timeout = Timeout)]
    public async Task Our_client_takes_and_refuses_what_a_stranger_publishes()
    {
        await using var stranger = ChildProcess.Start("node", ["--test", Path.Combine("tuf", "client.test.mjs")]);
        var exitCode = await stranger.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(exitCode == 0, stranger.Output);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_stranger_takes_what_we_sign()
    {
        var repository = new TestRepository { ListsHashes = true };
        repository.AddKey("timestamp", TestKey.Ecdsa("ecdsa"));
        repository.SetThreshold("timestamp", 2);
        repository["root"]["x-note"] = "é \" \\ 🐝";
        repository.Delegate("targets", "boards", terminating: true, "boards/*");
        repository.AddTarget("boards", "boards/image", "image of the board");
        repository.AddTarget("targets", "top", "on top");
        repository.Publish("root");
        repository.PublishTargets();
        var folder = Directory.CreateTempSubdirectory("tuf");
        foreach (var (name, bytes) in repository.Served)
        {
            Write(Path.Combine(folder.FullName, "metadata", name), bytes);
        }

        foreach (var (path, content) in (Span<(string, string)>)[("boards/image", "image of the board"), ("top", "on top")])
        {
            var role = path == "top" ? "targets" : "boards";
            var name = path[(path.LastIndexOf('/') + 1)..];
            var prefixed = $"{path[..^name.Length]}{repository[role]["targets"]![path]!["hashes"]!["sha256"]}.{name}";
            Write(Path.Combine(folder.FullName, "targets", prefixed), Encoding.UTF8.GetBytes(content));
        }

        await using var stranger = ChildProcess.Start("node", [Path.Combine("tuf", "reader.mjs"), folder.FullName, "top", "boards/image"]);
        var exitCode = await stranger.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(exitCode == 0, stranger.Output);
        Assert.Contains("top: on top", stranger.Output, StringComparison.Ordinal);
        Assert.Contains("boards/image: image of the board", stranger.Output, StringComparison.Ordinal);
        folder.Delete(recursive: true);

        static void Write(string file, byte[] bytes)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, bytes);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task A_stranger_takes_the_bundle_that_the_release_tool_publishes()
    {
        var folder = Directory.CreateTempSubdirectory("tuf");
        var (channels, images) = (Path.Combine(folder.FullName, "channels"), Path.Combine(folder.FullName, "images"));
        TestImages.Write(images, "1");
        foreach (var words in (string[][])[
            ["init", channels, "--keys", Path.Combine(folder.FullName, "keys"), "--root-keys", "2", "--threshold", "2"],
            ["publish", channels, "--keys", Path.Combine(folder.FullName, "keys"), "--channel", "beta", "--board", "test/board", "--images", images, "--version", "1"],
            ["halt", channels, "--keys", Path.Combine(folder.FullName, "keys"), "--channel", "beta", "--board", "test/board"],
            ["rotate", channels, "--keys", Path.Combine(folder.FullName, "keys"), "--role", "root"]])
        {
            Assert.Equal(0, ReleaseCommandLine.Run(words, TextWriter.Null, TextWriter.Null, TimeProvider.System));
        }

        await using var stranger = ChildProcess.Start("node", [Path.Combine("tuf", "reader.mjs"), channels, "beta/test/board/bundle", "brake/beta/test/board"]);
        var exitCode = await stranger.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(exitCode == 0, stranger.Output);
        Assert.Contains("beta/test/board/bundle: HEARTHB1", stranger.Output, StringComparison.Ordinal);
        Assert.Contains("\"permille\":0", stranger.Output, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }
}
