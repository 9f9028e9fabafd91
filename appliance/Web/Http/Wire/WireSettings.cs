namespace Hearth.Web.Http.Wire;

/// <summary>The settings in force, what they start as, and what each accepts.</summary>
internal sealed record WireSettings(NodeSettings Values, NodeSettings Defaults, IReadOnlyList<SettingField> Schema);
