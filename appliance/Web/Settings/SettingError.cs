namespace Hearth.Web;

/// <summary>Why one setting is refused.</summary>
/// <param name="Key">The setting, as in the JSON: <c>cacheBytes</c>.</param>
/// <param name="Reason">What is wrong with its value.</param>
public sealed record SettingError(string Key, SettingErrorReason Reason);
