using System.Runtime.CompilerServices;
using Xunit;

namespace Hearth.Tests.Machine;

/// <summary>The like of <see cref="EmulatedFactAttribute"/> for a row of cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EmulatedTheoryAttribute : TheoryAttribute
{
    public EmulatedTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        Explicit = true;
        Timeout = EmulatedFactAttribute.Bound;
    }
}
