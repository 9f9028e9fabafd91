namespace Hearth.Tests.Machine;

/// <summary>How a script in the machine ended.</summary>
/// <param name="ExitCode">The shell's own.</param>
/// <param name="Output">Both streams.</param>
internal sealed record AgentResult(int ExitCode, string Output);
