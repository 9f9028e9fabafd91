namespace Hearth.Tests.Updates;

/// <summary>The power went off.</summary>
internal sealed class PowerCutException : Exception;
