using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hearth.Tests.Tidy;

/// <summary>One text file of the repository.</summary>
/// <param name="Path">From the repository's root, with slashes.</param>
/// <param name="Text">Its content.</param>
internal sealed record SourceFile(string Path, string Text)
{
    private CompilationUnitSyntax? syntax;

    public string Name => System.IO.Path.GetFileName(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    /// <summary>A fake stands in for a program, and takes its time as that one does.</summary>
    public bool IsFake => Path.StartsWith("tests/fakes/", StringComparison.Ordinal);

    public string[] Lines => Text.Split('\n');

    /// <summary>The parsed C#; parsed once.</summary>
    public CompilationUnitSyntax Syntax => syntax ??=
        (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(Text, new CSharpParseOptions(LanguageVersion.Latest)).GetRoot();

    /// <summary>A finding's head: path and line, as editors open them.</summary>
    public string At(SyntaxNode node) => At(node.GetLocation().GetLineSpan().StartLinePosition.Line + 1);

    /// <inheritdoc cref="At(SyntaxNode)"/>
    public string At(int line) => $"{Path}:{line}:";
}
