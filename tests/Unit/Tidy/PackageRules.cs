using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Hearth.Tests.Tidy;

/// <summary>Every package has a version, a reason and a use.</summary>
internal static partial class PackageRules
{
    public static IEnumerable<string> UnexplainedVersions(SourceFile versions) =>
        from package in Packages(versions)
        where PreviousNode(package) is not XComment
        select $"{versions.Path}: {NameOf(package)} has no comment that says why it is there";

    public static IEnumerable<string> FloatingVersions(SourceFile versions) =>
        from package in Packages(versions)
        where !Exact().IsMatch(package.Attribute("Version")?.Value ?? "")
        select $"{versions.Path}: {NameOf(package)} has no exact version";

    public static IEnumerable<string> UnusedVersions(SourceFile versions, IEnumerable<SourceFile> projects)
    {
        var used = projects
            .SelectMany(project => XDocument.Parse(project.Text).Descendants("PackageReference"))
            .Select(NameOf)
            .ToHashSet();
        return Packages(versions).Select(NameOf).Where(name => !used.Contains(name)).Select(name => $"{versions.Path}: nothing uses {name}");
    }

    private static IEnumerable<XElement> Packages(SourceFile versions) => XDocument.Parse(versions.Text).Descendants("PackageVersion");

    private static string NameOf(XElement package) => package.Attribute("Include")!.Value;

    private static XNode? PreviousNode(XNode node) =>
        node.PreviousNode is { NodeType: XmlNodeType.Whitespace or XmlNodeType.Text } space ? PreviousNode(space) : node.PreviousNode;

    [GeneratedRegex(@"^\d+\.\d+\.\d+(-[\w.]+)?$")]
    private static partial Regex Exact();
}
