namespace Hearth.Web;

/// <summary>What one setting accepts.</summary>
/// <param name="Key">Its member in the JSON, for example <c>cacheBytes</c>; <c>settings.{key}</c> in the words is its label.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Least">The least value in bytes; zero for a choice.</param>
/// <param name="Most">The greatest value in bytes; zero for a choice.</param>
/// <param name="Choices">The choices; empty for bytes.</param>
public sealed record SettingField(string Key, SettingKind Kind, long Least, long Most, IReadOnlyList<string> Choices);
