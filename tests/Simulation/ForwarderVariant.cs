using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hearth.Tests;

/// <summary>
/// The forwarder, built in memory from patched sources, and a second copy of this assembly that runs its worlds on it.
/// </summary>
internal sealed class ForwarderVariant : AssemblyLoadContext
{
    private const string ForwardingAssembly = "Hearth.Forwarding";
    private const string SourceFolder = "appliance/Forwarding";

    // What ImplicitUsings gives every project.
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14);

    private static readonly Dictionary<string, string> Sources = ReadSources();

    private static readonly Dictionary<string, SyntaxTree> Trees =
        Sources.ToDictionary(source => source.Key, source => CSharpSyntaxTree.ParseText(source.Value, Language));

    private static readonly List<PortableExecutableReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) != ForwardingAssembly)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly byte[] forwarding;

    private ForwarderVariant(byte[] forwarding)
        : base(isCollectible: true) => this.forwarding = forwarding;

    /// <summary>Builds the forwarder with a patch; an empty one changes nothing.</summary>
    public static ForwarderVariant Build(string patch)
    {
        var sources = new Dictionary<string, string>(Sources);
        if (patch.Length > 0)
        {
            UnifiedDiff.Apply(sources, patch);
        }

        var trees = sources.Select(source => ReferenceEquals(source.Value, Sources[source.Key])
            ? Trees[source.Key]
            : CSharpSyntaxTree.ParseText(source.Value, Language));
        var compilation = CSharpCompilation.Create(
            ForwardingAssembly,
            trees.Append(CSharpSyntaxTree.ParseText(ImplicitUsings, Language)),
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable,
                allowUnsafe: true));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        return result.Success
            ? new ForwarderVariant(image.ToArray())
            : throw new InvalidDataException(string.Join('\n', result.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error)));
    }

    /// <summary>The first seed whose world breaks a rule, and the rule.</summary>
    public (ulong Seed, string Rule)? FindViolation(int seeds)
    {
        var world = LoadFromAssemblyPath(typeof(World).Assembly.Location).GetType(typeof(World).FullName!)!;
        var firstViolation = world.GetMethod(nameof(World.FirstViolation))!.CreateDelegate<Func<ulong, string?>>();
        for (var seed = 0ul; seed < (ulong)seeds; seed++)
        {
            if (firstViolation(seed) is { } rule)
            {
                return (seed, rule);
            }
        }

        return null;
    }

    // All but the forwarder and the worlds is shared with the tests.
    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name == ForwardingAssembly ? LoadFromStream(new MemoryStream(forwarding)) : null;

    private static Dictionary<string, string> ReadSources()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Appliance.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("The tests do not lie in the repository.");
        }

        var folder = Path.Combine(root, SourceFolder);
        return Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .ToDictionary(path => path, path => File.ReadAllText(Path.Combine(root, path)));
    }
}
