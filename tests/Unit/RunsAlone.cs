using Xunit;

namespace Hearth.Tests;

/// <summary>Tests that measure the whole process, and so run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunsAlone
{
    /// <summary>What such a test class is marked with.</summary>
    public const string Name = "alone";
}
