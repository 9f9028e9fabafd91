using Xunit.Sdk;
using Xunit.v3;

namespace Hearth.Tests.Machine;

/// <summary>Runs a class's tests as they stand in the file: for those of one machine, of which the last changes it for good.</summary>
public sealed class WrittenOrder : ITestCaseOrderer
{
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase => [.. testCases.OrderBy(test => test.SourceLineNumber)];
}
