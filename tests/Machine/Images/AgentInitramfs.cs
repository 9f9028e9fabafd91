using System.Text;

namespace Hearth.Tests.Machine.Images;

/// <summary>
/// The image's own initramfs with the tests' agent behind it: before the image's <c>/init</c> runs, a BusyBox shell settles in a
/// file system of its own, which outlives the switch to the verified root. The image's files are as they are.
/// </summary>
internal static class AgentInitramfs
{
    /// <summary>The kernel's argument that starts the agent first.</summary>
    public const string KernelArgument = "rdinit=/agent/start";

    private const string Start = """
        #!/agent/busybox sh
        b=/agent/busybox
        $b mkdir -p /agent/root
        $b mount -t tmpfs agent /agent/root
        for folder in bin proc sys dev tmp files; do $b mkdir /agent/root/$folder; done
        $b cp $b /agent/root/bin/busybox
        $b cp /agent/serve /agent/root/serve
        $b cp -r /agent/files/. /agent/root/files/
        $b mount -t proc proc /agent/root/proc
        $b mount -t sysfs sys /agent/root/sys
        $b mount -t devtmpfs dev /agent/root/dev
        # What the shell gives to whom it leaves in the background.
        $b mknod -m 666 /dev/null c 1 3
        $b chroot /agent/root /bin/busybox sh /serve &
        exec /init
        """;

    private const string Serve = """
        /bin/busybox --install -s /bin
        export PATH=/bin
        until port=$(grep -l -x agent /sys/class/virtio-ports/*/name) && [ -n "$port" ]; do usleep 50000; done
        exec <>/dev/$(basename $(dirname $port)) >&0
        echo
        echo ready
        while read -r id script; do
          echo "$script" | base64 -d >/tmp/script
          sh /tmp/script </dev/null >/tmp/output 2>&1
          code=$?
          echo "$id $code $(base64 -w 0 /tmp/output)"
        done
        """;

    /// <summary>Writes it.</summary>
    /// <param name="image">Whose initramfs.</param>
    /// <param name="file">Where to.</param>
    /// <param name="files">Files for the agent's folder <c>/files</c>, by name.</param>
    public static void Write(ImageBuild image, string file, IReadOnlyDictionary<string, byte[]> files)
    {
        var agent = new CpioArchive();
        agent.AddFolder("agent");
        agent.AddFolder("agent/files");
        agent.AddFile("agent/busybox", File.ReadAllBytes(image.BusyBox), isExecutable: true);
        agent.AddFile("agent/start", Encoding.UTF8.GetBytes(Start), isExecutable: true);
        agent.AddFile("agent/serve", Encoding.UTF8.GetBytes(Serve));
        foreach (var (name, content) in files)
        {
            agent.AddFile($"agent/files/{name}", content, isExecutable: true);
        }

        using var output = File.Create(file);
        output.Write(File.ReadAllBytes(image.Initramfs));
        // The kernel looks for the next archive at a multiple of four.
        output.Write(new byte[-output.Length & 3]);
        output.Write(agent.ToArray());
    }
}
