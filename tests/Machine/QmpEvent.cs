using System.Text.Json;

namespace Hearth.Tests.Machine;

/// <summary>One event of QEMU's machine protocol.</summary>
internal sealed record QmpEvent(string Name, JsonElement Data);
