using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Hearth.Tests.Tidy;

/// <summary>What a compiled assembly reaches for, read from its metadata, so that no switched-off analyzer hides it.</summary>
internal static class PurityRules
{
    /// <summary>Framework assemblies that hold values and algorithms only. System.Runtime holds more; the banned symbols cover that.</summary>
    private static readonly HashSet<string> Harmless =
    [
        "System.Runtime", "System.Memory", "System.Collections", "System.Collections.Immutable", "System.Linq",
        "System.Numerics.Vectors", "System.Runtime.InteropServices", "System.Runtime.Intrinsics", "System.Runtime.Numerics",
        "System.Security.Cryptography", "System.Formats.Asn1", "System.Text.Json", "System.Text.Encoding.Extensions",
        "System.Text.RegularExpressions", "System.ObjectModel",
        // Its stream is given bytes; the decoder works on spans.
        "System.IO.Compression.Brotli",
        // Addresses; the sockets are in System.Net.Sockets, the resolver in System.Net.NameResolution.
        "System.Net.Primitives",
    ];

    public static IEnumerable<string> ForeignAssemblies(string name, PEReader assembly)
    {
        var metadata = assembly.GetMetadataReader();
        return metadata.AssemblyReferences
            .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Where(reference => !Harmless.Contains(reference) && !reference.StartsWith("Hearth.", StringComparison.Ordinal))
            .Select(reference => $"{name}: refers to {reference}");
    }

    /// <param name="name">The assembly's name, for the finding.</param>
    /// <param name="assembly">The compiled assembly.</param>
    /// <param name="banned">Lines of the analyzer's own list: <c>T:</c> type, <c>P:</c> property, <c>M:</c> method; a reason after a semicolon.</param>
    public static IEnumerable<string> BannedSymbols(string name, PEReader assembly, IEnumerable<string> banned)
    {
        var used = UsedSymbols(assembly.GetMetadataReader()).ToHashSet();
        return banned
            .Select(line => line.Split(';')[0].Trim())
            .Where(symbol => symbol.Length > 0 && used.Contains(symbol.Replace("P:", "M:", StringComparison.Ordinal)))
            .Select(symbol => $"{name}: uses {symbol}");
    }

    private static IEnumerable<string> UsedSymbols(MetadataReader metadata)
    {
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference)
            {
                continue;
            }

            var type = FullName(metadata, (TypeReferenceHandle)member.Parent);
            var memberName = metadata.GetString(member.Name);
            // The compiler's own iterators ask for the thread's number.
            if (memberName == "get_CurrentManagedThreadId")
            {
                continue;
            }

            yield return $"T:{type}";
            yield return $"M:{type}.{(memberName.StartsWith("get_", StringComparison.Ordinal) ? memberName[4..] : memberName)}";
        }

        // A generic type's members hang on a specification, so its mere mention counts.
        foreach (var handle in metadata.TypeReferences)
        {
            var type = FullName(metadata, handle);
            if (type != "System.Environment")
            {
                yield return $"T:{type}";
            }
        }
    }

    private static string FullName(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }
}
