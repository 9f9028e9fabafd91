using System.Text.Json.Nodes;

namespace Hearth.Tests.Machine;

/// <summary>The pause key of a USB keyboard. (A PS/2 keyboard sends its release with its press, and ACPI's power button has no length.)</summary>
internal sealed class KeyButton(QmpClient qmp) : Button
{
    public override Task PushAsync(CancellationToken cancel) => SendAsync(isDown: true, cancel);

    public override Task ReleaseAsync(CancellationToken cancel) => SendAsync(isDown: false, cancel);

    private Task<System.Text.Json.JsonElement> SendAsync(bool isDown, CancellationToken cancel) => qmp.ExecuteAsync("input-send-event", cancel, new JsonObject
    {
        ["events"] = new JsonArray(new JsonObject
        {
            ["type"] = "key",
            ["data"] = new JsonObject { ["down"] = isDown, ["key"] = new JsonObject { ["type"] = "qcode", ["data"] = "pause" } },
        }),
    });
}
