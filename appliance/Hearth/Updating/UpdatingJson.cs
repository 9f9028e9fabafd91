using System.Text.Json.Serialization;
using Hearth.Web;

namespace Hearth.Updating;

/// <summary>What the updater and the node tell each other, and what they keep.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 8)]
[JsonSerializable(typeof(Channel.ChannelFile))]
[JsonSerializable(typeof(UpdateWish))]
[JsonSerializable(typeof(UpdateReport))]
[JsonSerializable(typeof(UpdateState))]
[JsonSerializable(typeof(UpdateStatus))]
[JsonSerializable(typeof(OutcomeFile))]
internal sealed partial class UpdatingJson : JsonSerializerContext;
