using System.Runtime.CompilerServices;
using Xunit;

namespace Hearth.Tests.Machine;

/// <summary>A test that needs QEMU. It runs where it is asked for (<c>make test-machine</c>).</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EmulatedFactAttribute : FactAttribute
{
    /// <summary>In milliseconds: half an hour, a bound for what hangs and not an aim.</summary>
    public const int Bound = 1_800_000;

    /// <summary>The same for what starts many machines, or makes versions first.</summary>
    public const int LongBound = 4 * Bound;

    public EmulatedFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        Explicit = true;
        Timeout = Bound;
    }
}
