using System.Text.Json.Serialization;

namespace Hearth.Verbs.Reports;

/// <summary>What verbs print under <c>--json</c>. Names of fields are a contract: new ones may come, none goes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(FaceReport))]
[JsonSerializable(typeof(FaceReport[]))]
[JsonSerializable(typeof(RouteReport[]))]
[JsonSerializable(typeof(StrategyReport[]))]
[JsonSerializable(typeof(ContentStoreReport))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(IdentityReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
