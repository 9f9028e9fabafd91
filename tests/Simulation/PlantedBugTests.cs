using Xunit;

namespace Hearth.Tests;

/// <summary>The simulation proves itself: bugs planted in the forwarder (<c>planted/*.patch</c>) must each be caught by some seed.</summary>
public sealed class PlantedBugTests
{
    private const int Seeds = 200;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "planted");

    public static TheoryData<string> Bugs => [.. Directory.GetFiles(Folder, "*.patch").Select(path => Path.GetFileNameWithoutExtension(path)!).Order()];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void A_planted_bug_is_caught(string bug)
    {
        var found = ForwarderVariant.Build(File.ReadAllText(Path.Combine(Folder, $"{bug}.patch"))).FindViolation(Seeds);
        Assert.True(found is not null, $"No seed below {Seeds} catches {bug}.");
        TestContext.Current.TestOutputHelper!.WriteLine($"{bug}: seed {found.Value.Seed}, {found.Value.Rule}");
    }

    [Fact]
    public void There_are_ten_at_least() => Assert.True(Bugs.Count >= 10);

    [Fact]
    public void Without_a_bug_nothing_is_caught() => Assert.Null(ForwarderVariant.Build("").FindViolation(seeds: 40));

    [Fact]
    public void A_patch_that_no_longer_fits_says_so()
    {
        var patch = File.ReadAllText(Path.Combine(Folder, $"{Bugs.First().Data}.patch"));
        var outdated = patch.Replace("\n ", "\n  ", StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => ForwarderVariant.Build(outdated));
    }
}
