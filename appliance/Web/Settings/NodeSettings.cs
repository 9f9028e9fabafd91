namespace Hearth.Web;

/// <summary>What the owner may choose; <see cref="SettingsSchema"/> holds ranges and defaults.</summary>
/// <param name="CacheBytes">The content store's budget, in bytes.</param>
/// <param name="QuotaBytes">The most that may be published, in bytes.</param>
/// <param name="Routing">Which way questions go: <c>usual</c>, <c>local-first</c>, <c>near-caches-first</c> or <c>contribute</c>.</param>
/// <param name="LogLevel"><c>error</c>, <c>warning</c>, <c>information</c> or <c>debug</c>.</param>
/// <param name="Reports">Whether the channel's publisher is told how updates go: <c>yes</c> or <c>no</c>.</param>
public sealed record NodeSettings(long CacheBytes, long QuotaBytes, string Routing, string LogLevel, string Reports);
