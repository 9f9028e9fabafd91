namespace Hearth.Discovery;

/// <summary>A service to be announced (RFC 6763).</summary>
/// <param name="Label">Its name as people read it; when another host has it, a number is added.</param>
/// <param name="Type">Such as <c>_http._tcp</c>.</param>
/// <param name="Port">Its port.</param>
/// <param name="Text">What else there is to know, for the TXT record.</param>
public sealed record ServiceInstance(string Label, string Type, ushort Port, IReadOnlyDictionary<string, string> Text);
