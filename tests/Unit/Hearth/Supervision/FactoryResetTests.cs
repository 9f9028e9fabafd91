using Hearth.CommandLine;
using Hearth.Supervision;
using Xunit;

namespace Hearth.Tests.Supervision;

public sealed class FactoryResetTests : IDisposable
{
    private readonly StateDirectory state = new(Directory.CreateTempSubdirectory("hearth-reset-").FullName);
    private readonly string elsewhere = Directory.CreateTempSubdirectory("hearth-elsewhere-").FullName;

    public FactoryResetTests()
    {
        foreach (var folder in new[] { state.Keys, state.Content, state.Run, Path.Join(state.Content, "deep") })
        {
            Directory.CreateDirectory(folder);
        }

        foreach (var file in new[] { state.Database, state.Settings, $"{state.Keys}/owner", $"{state.Content}/deep/packet", state.RunLock, $"{elsewhere}/photo" })
        {
            File.WriteAllText(file, "x");
        }

        Directory.CreateSymbolicLink(Path.Join(state.Content, "link"), elsewhere);
    }

    public void Dispose()
    {
        Directory.Delete(state.Root, recursive: true);
        Directory.Delete(elsewhere, recursive: true);
    }

    [Fact]
    public void Everything_goes_but_the_sockets_and_what_only_a_link_leads_to()
    {
        foreach (var leftover in new[] { $"{state.Database}-wal", $"{state.Pins}.42.new", $"{state.Keys}.erased", state.Sessions })
        {
            File.WriteAllText(leftover, "x");
        }

        FactoryReset.Erase(state);

        Assert.Equal([state.Run], Directory.GetFileSystemEntries(state.Root));
        Assert.True(File.Exists(state.RunLock));
        Assert.True(File.Exists($"{elsewhere}/photo"));
    }

    [Fact]
    public void What_is_not_ours_stays_where_somebody_gave_a_folder_of_his_own()
    {
        var letter = Path.Join(state.Root, "letter.txt");
        var keysOfTheHouse = Path.Join(state.Root, "keys of the house");
        File.WriteAllText(letter, "x");
        Directory.CreateDirectory(keysOfTheHouse);

        FactoryReset.Erase(state);

        Assert.Equal([keysOfTheHouse, letter, state.Run], Directory.GetFileSystemEntries(state.Root).Order());
    }

    [Fact]
    public void What_was_cut_off_is_finished_at_the_next_start()
    {
        // The cut: the marker is there, the keys are gone, the rest is not.
        File.WriteAllText(Path.Join(state.Root, "erasing"), "");
        Directory.Delete(state.Keys, recursive: true);

        FactoryReset.FinishIfInterrupted(state);

        Assert.Equal([state.Run], Directory.GetFileSystemEntries(state.Root));
    }

    [Fact]
    public void Nothing_goes_that_nobody_wanted_erased()
    {
        FactoryReset.FinishIfInterrupted(state);

        Assert.True(File.Exists($"{state.Keys}/owner"));
        Assert.True(File.Exists(state.Database));
    }
}
