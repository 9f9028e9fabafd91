using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hearth.Tests.Tidy;

/// <summary>The style guide, as far as a machine can read it from the C# alone.</summary>
internal static partial class StyleRules
{
    /// <summary>In lines: a method is read without scrolling.</summary>
    public const int LongestMethod = 70;

    /// <summary>In lines: a file is one idea.</summary>
    public const int LongestFile = 500;

    public static IEnumerable<string> NamesThatSayNothing(SourceFile file) =>
        from type in file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        where EmptyWord().IsMatch(type.Identifier.Text)
        select $"{file.At(type)} the name {type.Identifier.Text} says nothing";

    public static IEnumerable<string> LongMethods(SourceFile file) =>
        from node in file.Syntax.DescendantNodes()
        where node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
        let lines = LineCount(node)
        where lines > LongestMethod
        select $"{file.At(node)} {lines} lines in one method, {LongestMethod} at most";

    public static IEnumerable<string> LongFile(SourceFile file) =>
        file.Lines.Length - 1 is var lines && lines > LongestFile
            ? [$"{file.Path}: {lines} lines, {LongestFile} at most"]
            : [];

    /// <summary>One public type a file, and the file bears its name (<c>Name.cs</c>, or <c>Name.Part.cs</c> for a part).</summary>
    public static IEnumerable<string> MisplacedTypes(SourceFile file)
    {
        var types = TopLevelTypes(file).Where(type => type.Modifiers.Any(SyntaxKind.PublicKeyword)).ToList();
        foreach (var second in types.Skip(1))
        {
            yield return $"{file.At(second)} a second public type in the file";
        }

        if (types.Count == 1 && NameOf(types[0]) is var name && file.Name.Split('.')[0] != name)
        {
            yield return $"{file.At(types[0])} the file does not bear the name of {name}";
        }
    }

    public static IEnumerable<string> UndocumentedTypes(SourceFile file) =>
        from type in TopLevelTypes(file)
        where type.Modifiers.Any(SyntaxKind.PublicKeyword) && !type.Modifiers.Any(SyntaxKind.PartialKeyword)
        where !type.GetLeadingTrivia().Any(SyntaxKind.SingleLineDocumentationCommentTrivia)
        select $"{file.At(type)} {NameOf(type)} has no documentation";

    /// <summary>A test advances its clock, or waits for the event itself.</summary>
    public static IEnumerable<string> Sleeps(SourceFile file) =>
        from access in file.Syntax.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        where access.ToString() is var text && (text.EndsWith("Thread.Sleep", StringComparison.Ordinal) || text.EndsWith("Task.Delay", StringComparison.Ordinal))
        select $"{file.At(access)} {access} in a test";

    public static IEnumerable<string> SwitchedOff(SourceFile file) =>
        from trivia in file.Syntax.DescendantTrivia(descendIntoTrivia: true)
        where trivia.IsKind(SyntaxKind.DisabledTextTrivia)
        select $"{file.At(trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1)} code that is switched off";

    private static int LineCount(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static IEnumerable<MemberDeclarationSyntax> TopLevelTypes(SourceFile file) =>
        file.Syntax.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    private static string NameOf(MemberDeclarationSyntax type) =>
        type is BaseTypeDeclarationSyntax declared ? declared.Identifier.Text : ((DelegateDeclarationSyntax)type).Identifier.Text;

    [GeneratedRegex("(Util(s|ity|ities)?|Helpers?|Managers?|Common|Misc)(?![a-z])")]
    private static partial Regex EmptyWord();
}
