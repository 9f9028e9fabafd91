using Hearth.Tests.Identity;
using Hearth.Updating;
using Xunit;

namespace Hearth.Tests.Updating;

public sealed class BlockDeviceFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Device => folder["device"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_written_and_flushed_is_in_the_file_and_is_read_again()
    {
        File.WriteAllBytes(Device, new byte[8192]);
        using BlockDeviceFile device = new(Device);
        Assert.Equal(8192, device.Length);

        device.Write(4096, [1, 2, 3]);
        device.Flush();

        var bytes = new byte[4];
        device.Read(4095, bytes);
        Assert.Equal([0, 1, 2, 3], bytes);
        Assert.Equal(8192, new FileInfo(Device).Length);
    }

    [Fact]
    public void Nothing_is_read_from_behind_its_end()
    {
        File.WriteAllBytes(Device, new byte[512]);
        using BlockDeviceFile device = new(Device);
        Assert.Throws<IOException>(() => device.Read(500, new byte[13]));
    }

    [Fact]
    public void A_device_that_is_not_there_is_not_made()
    {
        var missing = folder["missing"];
        Assert.ThrowsAny<IOException>(() => new BlockDeviceFile(missing));
        Assert.False(File.Exists(missing));
    }
}
