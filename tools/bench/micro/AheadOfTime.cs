using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.NativeAot;
using Perfolizer.Horology;

namespace Hearth.Bench.Micro;

/// <summary>
/// Has BenchmarkDotNet compile the benchmarks ahead of time; <c>Directory.Build.props</c> beside this has that done as for
/// the appliance.
/// </summary>
internal sealed class AheadOfTime : ManualConfig
{
    /// <summary>A short job: the whole of it is to stay below two minutes, the compiler's included.</summary>
    /// <param name="framework">Framework that is compiled for, such as "net9.0".</param>
    /// <param name="artifacts">Folder for the log and what else BenchmarkDotNet leaves.</param>
    public AheadOfTime(string framework, string artifacts)
    {
        var toolchain = NativeAotToolchain.CreateBuilder()
            .UseNuGet(microsoftDotNetILCompilerVersion: "", nuGetFeedUrl: "")
            .IlcInstructionSet("")
            .IlcGenerateCompleteTypeMetadata(false)
            .IlcGenerateStackTraceData(false)
            .TargetFrameworkMoniker(framework)
            .ToToolchain();
        AddJob(new Job("ahead of time")
            .WithToolchain(toolchain)
            .WithLaunchCount(1)
            .WithWarmupCount(2)
            .WithIterationCount(5)
            .WithIterationTime(TimeInterval.FromMilliseconds(200))
            .WithArguments([.. Properties.Select(property => new MsBuildArgument($"/p:{property}"))]));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddLogger(NullLogger.Instance);
        AddColumnProvider(DefaultColumnProviders.Descriptor, DefaultColumnProviders.Statistics, DefaultColumnProviders.Metrics);
        HideColumns(Column.Error, Column.AllocRatio, Column.Gen0, Column.Gen1, Column.Gen2);
        WithBuildTimeout(TimeSpan.FromMinutes(20));
        ArtifactsPath = artifacts;
    }

    private static string[] Properties =>
    [
        // BenchmarkDotNet's project asks for none; ours pin the compiler's version.
        "ImportDirectoryBuildTargets=true",

        // The appliance's lock files are of a build for no device in particular; this one names a device, and may not touch them.
        "NuGetLockFilePath=obj/micro.lock.json", "RestoreLockedMode=false",
    ];
}
