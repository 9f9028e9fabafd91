using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using Hearth.Bench.Micro;

if (args is not [var framework, var artifacts])
{
    await Console.Error.WriteLineAsync("usage: micro FRAMEWORK ARTIFACTS    (make bench gives the framework of the binary, and a folder for BenchmarkDotNet's log)");
    return 2;
}

Console.WriteLine($"Micro-benchmarks, compiled ahead of time for {framework}: about two minutes, half of them the compiler's.");
var summaries = BenchmarkRunner.Run(
    [typeof(PacketBenchmarks), typeof(TableBenchmarks), typeof(SignatureBenchmarks)],
    new AheadOfTime(framework, artifacts));
foreach (var summary in summaries)
{
    MarkdownExporter.Console.ExportToLog(summary, ConsoleLogger.Unicode);
}

if (summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.Length > 0 && summary.Reports.All(report => report.Success)))
{
    return 0;
}

await Console.Error.WriteLineAsync($"a micro-benchmark could not be compiled or run; {summaries[0].LogFilePath} says why.");
return 1;
