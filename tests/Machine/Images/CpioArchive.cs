using System.Text;

namespace Hearth.Tests.Machine.Images;

/// <summary>
/// A cpio archive in the form that the kernel unpacks as initramfs ("newc"; the kernel's documentation,
/// driver-api/early-userspace/buffer-format).
/// </summary>
internal sealed class CpioArchive
{
    private const int Directory = 0x4000;
    private const int Regular = 0x8000;
    private readonly List<byte> bytes = [];
    private int number;

    public void AddFolder(string path) => Add(path, Directory | Convert.ToInt32("755", 8), []);

    public void AddFile(string path, ReadOnlySpan<byte> content, bool isExecutable = false) =>
        Add(path, Regular | Convert.ToInt32(isExecutable ? "755" : "644", 8), content);

    /// <summary>The finished archive.</summary>
    public byte[] ToArray()
    {
        Add("TRAILER!!!", 0, []);
        return [.. bytes];
    }

    private void Add(string path, int mode, ReadOnlySpan<byte> content)
    {
        var name = Encoding.UTF8.GetBytes($"{path}\0");
        var links = (mode & Directory) != 0 ? 2 : 1;
        // Number, mode, user, group, links, time, size, device (2), special device (2), length of the name, checksum.
        int[] fields = [++number, mode, 0, 0, links, 0, content.Length, 0, 0, 0, 0, name.Length, 0];
        bytes.AddRange(Encoding.ASCII.GetBytes("070701" + string.Concat(fields.Select(field => $"{field:X8}"))));
        bytes.AddRange(name);
        Align();
        bytes.AddRange(content);
        Align();
    }

    private void Align() => bytes.AddRange(new byte[-bytes.Count & 3]);
}
