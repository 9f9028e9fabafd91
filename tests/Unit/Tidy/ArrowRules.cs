using System.Xml.Linq;

namespace Hearth.Tests.Tidy;

/// <summary>Which project may point at which, and what a project may bring in.</summary>
internal static class ArrowRules
{
    /// <summary>Every project of the appliance with all that it points at. A new project, or a new arrow, is a decision made here.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Arrows = new Dictionary<string, string[]>
    {
        ["Protocol"] = [],
        ["Forwarding"] = ["Protocol"],
        ["Board"] = [],
        ["Discovery"] = [],
        ["Updates"] = [],
        ["Identity"] = ["Protocol"],
        ["Repo"] = ["Protocol"],
        ["Web"] = [],
        ["Hearth"] = ["Board", "Discovery", "Forwarding", "Identity", "Repo", "Updates", "Web"],
    };

    /// <summary>Projects without clock, socket, file, task or randomness of their own.</summary>
    public static readonly IReadOnlyList<string> Pure = ["Protocol", "Forwarding", "Board", "Discovery", "Updates"];

    /// <summary>Projects that may bring in the web framework.</summary>
    private static readonly string[] OnTheWeb = ["Web", "Hearth"];

    public static IEnumerable<string> WrongArrows(SourceFile project)
    {
        var name = NameOf(project);
        if (!Arrows.TryGetValue(name, out var allowed))
        {
            return [$"{project.Path}: '{name}' is not in the table of arrows"];
        }

        var actual = Included(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).ToHashSet();
        return [
            .. actual.Except(allowed).Select(target => $"{project.Path}: points at {target}, which the table of arrows does not allow"),
            .. allowed.Except(actual).Select(target => $"{project.Path}: does not point at {target}, as the table of arrows says"),
        ];
    }

    public static IEnumerable<string> ImpureProject(SourceFile project)
    {
        var document = XDocument.Parse(project.Text);
        if (!document.Descendants("Import").Any(import => import.Attribute("Project")?.Value == "../Pure.props"))
        {
            yield return $"{project.Path}: a pure project imports ../Pure.props";
        }

        foreach (var reference in Included(project, "PackageReference").Concat(Included(project, "FrameworkReference")))
        {
            yield return $"{project.Path}: a pure project brings in nothing, this one {reference}";
        }
    }

    public static IEnumerable<string> UninvitedFramework(SourceFile project) =>
        OnTheWeb.Contains(NameOf(project))
            ? []
            : Included(project, "FrameworkReference").Select(framework => $"{project.Path}: brings in {framework}");

    /// <summary>A project's types live in its own namespace.</summary>
    public static IEnumerable<string> StrayNamespaces(SourceFile file)
    {
        var project = file.Path.Split('/')[1];
        var home = project == "Hearth" ? "Hearth" : $"Hearth.{project}";
        return file.Syntax.Members
            .OfType<Microsoft.CodeAnalysis.CSharp.Syntax.BaseNamespaceDeclarationSyntax>()
            .Where(space => space.Name.ToString() is var name && name != home && !name.StartsWith($"{home}.", StringComparison.Ordinal))
            .Select(space => $"{file.At(space)} namespace {space.Name} in the project {project}");
    }

    private static string NameOf(SourceFile project) => Path.GetFileNameWithoutExtension(project.Path);

    private static IEnumerable<string> Included(SourceFile project, string item) =>
        XDocument.Parse(project.Text).Descendants(item).Attributes("Include").Select(include => include.Value);
}
