using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Hearth.Updates.Slots;

namespace Hearth.Tests.PowerCut;

/// <summary>
/// A disk with many states of the boot record, a folder for each, and the product's grub.cfg changed to go from one to the next
/// instead of leaving GRUB: one run of GRUB decides them all. Where slots lie is said by the state too: a whole one or a torn one.
/// </summary>
internal sealed partial class StatesDisk
{
    /// <summary>As many as FAT16 has room for: each takes its folder and five files.</summary>
    public const int Most = 10_000;

    /// <summary>What GRUB says in the end.</summary>
    public const string Finished = "DECIDED ALL";

    private const int StatesInFolder = 64;
    private const int Mebibyte = 1 << 20;

    private static readonly DiskLayout Layout = DiskLayout.OfSizes(boot: 31, kernel: 1, root: 1, data: 1);

    private readonly FatImage boot = new((int)Layout.Boot.Length);
    private readonly Dictionary<string, (RecordState State, int Tries)> places = [];

    /// <param name="states">At most <see cref="Most"/>.</param>
    /// <param name="bootLoader">What a PC's firmware starts; null where GRUB is started otherwise.</param>
    public StatesDisk(IReadOnlyCollection<RecordState> states, byte[]? bootLoader = null)
    {
        AddSlot("whole", tear: false);
        AddSlot("torn", tear: true);
        var folders = boot.AddFolder(null, "states", Most / StatesInFolder + 8);
        List<(string Folder, RecordState First)> made = [];
        foreach (var chunk in states.GroupBy(state => (state.WholeA, state.WholeB)).SelectMany(alike => alike.Chunk(StatesInFolder)))
        {
            var name = $"f{made.Count.ToString("x", CultureInfo.InvariantCulture)}";
            made.Add((name, chunk[0]));
            AddStates(boot.AddFolder(folders, name, StatesInFolder), name, chunk);
        }

        Script = ScriptFor(made);
        var hearth = boot.AddFolder(null, "hearth", 1);
        boot.Add(hearth, "grub.cfg", Encoding.ASCII.GetBytes(Script));
        if (bootLoader is not null)
        {
            boot.Add(boot.AddFolder(boot.AddFolder(null, "EFI", 1), "BOOT", 1), "BOOTX64.EFI", bootLoader);
        }
    }

    /// <summary>For GRUB, as its grub.cfg; it lies on the disk too.</summary>
    public string Script { get; }

    /// <summary>The disk.</summary>
    public byte[] Bytes() => SmallDisk.Make(Layout, boot.Bytes);

    /// <summary>What was decided otherwise than the product expects; nothing where all is as expected.</summary>
    /// <param name="after">The disk, as GRUB left it.</param>
    /// <param name="said">What GRUB said.</param>
    public IEnumerable<string> Differences(byte[] after, string said)
    {
        var decided = Decision().Matches(said).ToDictionary(match => match.Groups["state"].Value);
        foreach (var (name, (state, place)) in places)
        {
            if (!decided.TryGetValue(name, out var decision))
            {
                yield return $"{name}: GRUB decided nothing for {state.Expected}";
                continue;
            }

            var tries = TriesBlock.Decode(after.AsSpan((int)Layout.Boot.Offset + place, TriesBlock.Size));
            var choice = BootLoader.Choice(decision, tries);
            if (choice != state.Expected && !IsUnreadableNote(choice, state.Expected))
            {
                yield return $"{name}: {choice} and not {state.Expected}";
            }
        }
    }

    // Into a block that was torn inside its sector GRUB may write what it cannot read again. What was to be noted is that the
    // trial has begun, and without a block that can be read none begins either.
    private static bool IsUnreadableNote(BootChoice choice, BootChoice expected) =>
        choice == expected with { Tries = null } && expected.Reason == StartReason.Trial;

    private void AddSlot(string name, bool tear)
    {
        var folder = boot.AddFolder(null, name, 4);
        var sums = "";
        foreach (var file in (string[])["vmlinuz", "initrd.img", "slot.cfg"])
        {
            var bytes = Encoding.ASCII.GetBytes($"set arguments={file}\n");
            sums += $"{Convert.ToHexStringLower(SHA256.HashData(bytes))}  {file}\n";
            bytes[0] ^= tear && file == "vmlinuz" ? (byte)1 : (byte)0;
            boot.Add(folder, file, bytes);
        }

        boot.Add(folder, "sums", Encoding.ASCII.GetBytes(sums));
    }

    private void AddStates(FatImage.Folder folder, string name, IEnumerable<RecordState> states)
    {
        // A line of sha256sum: 64 digits, two spaces, the name, a line feed.
        const int SumLength = 74;
        foreach (var (index, state) in states.Index())
        {
            var number = index.ToString("x", CultureInfo.InvariantCulture);
            var place = boot.AddFolder(folder, number, 5);
            foreach (var (file, copy) in new[] { ("record1", state.Copy1), ("record2", state.Copy2) })
            {
                boot.Add(place, file, copy.AsSpan(0, BootRecordCopy.Size / 2));
                boot.Add(place, $"{file}.sum", copy.AsSpan(BootRecordCopy.Size / 2, SumLength));
            }

            places[$"{name}/{number}"] = (state, boot.Add(place, "tries", state.Tries));
        }
    }

    private static string ScriptFor(IEnumerable<(string Folder, RecordState First)> folders)
    {
        var product = File.ReadAllText(Path.Join(Repository.Root, "image-builder/boot/grub.cfg"));
        var decision = product.IndexOf("# What holds where", StringComparison.Ordinal);
        if (decision < 0)
        {
            throw new InvalidOperationException("The product's grub.cfg does not say where it begins to decide.");
        }

        StringBuilder script = new("set pager=0\n");
        script.Append(Changed(product[..decision]));
        script.Append("function decide {\n  echo \"DECISION $folder/$state $1 $2\"\n  set decided=1\n}\n");
        script.Append("function save {\n  if [ -n \"$decided\" ]; then\n    false\n  else\n    save_env --file $boot_files/tries $1 $2 $3\n  fi\n}\n");
        script.Append(CultureInfo.InvariantCulture, $"function decide_state {{\n{Changed(product[decision..])}\n}}\n");
        foreach (var alike in folders.GroupBy(folder => (folder.First.WholeA, folder.First.WholeB)))
        {
            script.Append(CultureInfo.InvariantCulture, $"set slot_a={SlotNamed(alike.Key.WholeA)}\nset slot_b={SlotNamed(alike.Key.WholeB)}\n");
            script.Append(CultureInfo.InvariantCulture, $"for folder in {string.Join(' ', alike.Select(folder => folder.Folder))}; do\n");
            script.Append(CultureInfo.InvariantCulture, $"  for state in {string.Join(' ', Enumerable.Range(0, StatesInFolder).Select(n => n.ToString("x", CultureInfo.InvariantCulture)))}; do\n");
            script.Append("    set boot_files=\"($disk,gpt1)/states/$folder/$state\"\n    if [ -f $boot_files/tries ]; then\n");
            script.Append("      set decided=\n      decide_state\n    fi\n  done\ndone\n");
        }

        return script.Append(CultureInfo.InvariantCulture, $"echo \"{Finished}\"\n").ToString();
    }

    private static string SlotNamed(bool whole) => whole ? "whole" : "torn";

    // Where it would leave GRUB it notes its decision, and from then on does nothing more for this state.
    private static string Changed(string script) => Leaving().Replace(script, match => match.Value.Trim() switch
    {
        "set files=\"($disk,gpt$2)\"" => "if [ \"$1\" = a ]; then set files=\"($disk,gpt1)/$slot_a\"; else set files=\"($disk,gpt1)/$slot_b\"; fi",
        "function start {" => "function start {\n  if [ -z \"$decided\" ]; then\n    start_undecided $1 $2\n  fi\n}\nfunction start_undecided {",
        "save_env --file $boot_files/tries" => "save",
        "SHA256SUMS" => "sums",
        "boot" => "true",
        "reboot" => "true",
        "sleep 10" => "if [ -z \"$decided\" ]; then echo \"DECISION $folder/$state none\"; fi",
        var line when line.StartsWith("if linux ", StringComparison.Ordinal) => "if decide $1 $4; then",
        var line when line.StartsWith("if initrd ", StringComparison.Ordinal) => "if true; then",
        var line => throw new InvalidOperationException(line),
    });

    [GeneratedRegex(@"(?<=^ *)(set files=""\(\$disk,gpt\$2\)""|function start \{|if linux .*; then|if initrd .*; then|boot|reboot|sleep 10)(?=$)|save_env --file \$boot_files/tries|SHA256SUMS", RegexOptions.Multiline)]
    private static partial Regex Leaving();

    [GeneratedRegex(@"DECISION (?<state>f[0-9a-f]+/[0-9a-f]+) (?:none|(?<slot>[ab]) (?<reason>\w+))")]
    private static partial Regex Decision();
}
