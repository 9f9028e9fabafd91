using System.Text.Json.Serialization;

namespace Hearth.Verbs.Reports;

/// <summary>What verbs print under <c>--json</c>. Names of fields are a contract: new ones may come, none goes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(FaceReport))]
[JsonSerializable(typeof(FaceReport[]))]
[JsonSerializable(typeof(RouteReport[]))]
[JsonSerializable(typeof(NextHopReport[]))]
[JsonSerializable(typeof(FaceEventReport))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(StrategyReport[]))]
[JsonSerializable(typeof(ContentStoreReport))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(IdentityReport))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>The same, an object on one line, for streams.</summary>
    public static ReportJson Line { get; } = new(new System.Text.Json.JsonSerializerOptions { PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.CamelCase });
}
