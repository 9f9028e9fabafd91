using System.Text.Json;
using Hearth.Web.Http.Wire;

namespace Hearth.Web.Http;

/// <summary>
/// The event that every open page is sent, made once for all of them: anew each second, and at once when the light changes.
/// </summary>
internal sealed class StatusFrames(INode node, TimeProvider time, Func<WirePanel> panel)
{
    /// <summary>How often a page looks whether the light changed: a quarter of the shortest pause between patterns.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private LightPattern? shown;
    private long madeAt;
    private ReadOnlyMemory<byte> frame;

    public ReadOnlyMemory<byte> Current()
    {
        lock (gate)
        {
            var light = node.Light;
            if (shown is null || !ReferenceEquals(light.Pattern, shown) || time.GetElapsedTime(madeAt) >= Period)
            {
                var status = WireStatus.From(node.Status(), light, panel(), owner: false);
                frame = (byte[])[
                    .. "event: status\ndata: "u8, .. JsonSerializer.SerializeToUtf8Bytes(status, WireJson.Default.WireStatus), .. "\n\n"u8];
                shown = light.Pattern;
                madeAt = time.GetTimestamp();
            }

            return frame;
        }
    }
}
