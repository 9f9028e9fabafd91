using System.Text.RegularExpressions;
using Hearth.Updates.Slots;

namespace Hearth.Tests.PowerCut;

/// <summary>
/// The real GRUB, built to run as a program (Debian's grub-emu), on a disk in a file: it reads the partition table, the file
/// systems and the product's own grub.cfg, and writes its block. Only the commands that leave GRUB say instead what they would do.
/// </summary>
internal sealed partial class BootLoader : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string image;
    private readonly string said;

    public BootLoader()
    {
        image = folder.File("disk.img");
        File.WriteAllText(folder.File("device.map"), $"(hd0) {image}\n");
        var script = File.ReadAllText(Path.Join(Repository.Root, "image-builder/boot/grub.cfg"));
        said = Leaving().Replace(script, match => match.Value.TrimStart() switch
        {
            var line when line.StartsWith("if linux ", StringComparison.Ordinal) => "if echo \"DECISION $1 $4\"; then",
            var line when line.StartsWith("if initrd ", StringComparison.Ordinal) => "if true; then",
            "boot" => "exit",
            _ => "echo \"DECISION none\"; exit",
        });
    }

    /// <summary>What it does with that disk.</summary>
    /// <param name="disk">The whole disk.</param>
    /// <param name="tries">Where on it its block lies.</param>
    public BootChoice Start(byte[] disk, Extent tries)
    {
        File.WriteAllBytes(image, disk);
        var output = Run(said);
        if (Decision().Match(output) is not { Success: true } decision)
        {
            throw new InvalidOperationException($"GRUB decided nothing: {output}");
        }

        var sector = new byte[TriesBlock.Size];
        using var file = File.OpenRead(image);
        file.Position = tries.Offset;
        file.ReadExactly(sector);
        return Choice(decision, TriesBlock.Decode(sector));
    }

    /// <summary>Decides many states, each once and as few runs as hold them.</summary>
    /// <returns>How many there were, and what was decided otherwise than the product expects.</returns>
    public (int Decided, IReadOnlyList<string> Differences) Decide(IEnumerable<RecordState> states)
    {
        List<string> differences = [];
        var distinct = states.DistinctBy(state => state.Identity).ToList();
        foreach (var chunk in distinct.Chunk(StatesDisk.Most))
        {
            StatesDisk disk = new(chunk);
            File.WriteAllBytes(image, disk.Bytes());
            var output = Run($"{disk.Script}exit\n");
            differences.AddRange(disk.Differences(File.ReadAllBytes(image), output));
        }

        return (distinct.Count, differences);
    }

    /// <summary>The choice that GRUB's words and its block make.</summary>
    public static BootChoice Choice(Match decision, TriesBlock? tries) => new(
        decision.Groups["slot"].Value switch { "a" => Slot.A, "b" => Slot.B, _ => null },
        Enum.TryParse<StartReason>(decision.Groups["reason"].Value, ignoreCase: true, out var reason) ? reason : StartReason.Rescue,
        tries);

    public void Dispose() => folder.Dispose();

    private string Run(string script)
    {
        File.WriteAllText(folder.File("grub.cfg"), $"set prefix=\"(hd0,gpt1)/hearth\"\n{script}");
        return Tool.Run("grub-emu", "-m", folder.File("device.map"), "-d", folder.Path).Output;
    }

    [GeneratedRegex(@"^ *(if linux .*; then|if initrd .*; then|boot|sleep 10)$", RegexOptions.Multiline)]
    private static partial Regex Leaving();

    [GeneratedRegex(@"DECISION (?:none|(?<slot>[ab]) (?<reason>\w+))")]
    private static partial Regex Decision();
}
