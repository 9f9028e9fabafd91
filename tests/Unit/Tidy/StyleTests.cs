using Xunit;

namespace Hearth.Tests.Tidy;

public sealed class StyleTests
{
    [Fact]
    public void Names_say_something() => SourceTree.AssertNone(SourceTree.CSharp.SelectMany(StyleRules.NamesThatSayNothing));

    [Fact]
    public void Methods_fit_on_a_screen() => SourceTree.AssertNone(SourceTree.CSharp.SelectMany(StyleRules.LongMethods));

    [Fact]
    public void Files_are_one_idea() => SourceTree.AssertNone(SourceTree.CSharp.SelectMany(StyleRules.LongFile));

    [Fact]
    public void Public_types_have_a_file_each() => SourceTree.AssertNone(SourceTree.CSharp.SelectMany(StyleRules.MisplacedTypes));

    [Fact]
    public void Public_types_are_documented() =>
        SourceTree.AssertNone(SourceTree.CSharp.Where(file => !file.IsTest).SelectMany(StyleRules.UndocumentedTypes));

    [Fact]
    public void Tests_do_not_sleep() =>
        SourceTree.AssertNone(SourceTree.CSharp.Where(file => file.IsTest && !file.IsFake).SelectMany(StyleRules.Sleeps));

    [Fact]
    public void No_code_is_switched_off() => SourceTree.AssertNone(SourceTree.CSharp.SelectMany(StyleRules.SwitchedOff));

    [Theory]
    [InlineData("class PacketUtils;")]
    [InlineData("struct UtilPackets;")]
    [InlineData("enum CommonThings;")]
    [InlineData("interface IFaceManager;")]
    [InlineData("class Outer { record struct NameHelper; }")]
    public void An_empty_name_is_found(string text) => Assert.NotEmpty(StyleRules.NamesThatSayNothing(Planted(text)));

    [Theory]
    [InlineData("class Management;")]
    [InlineData("class Commons;")]
    public void A_telling_name_is_no_finding(string text) => Assert.Empty(StyleRules.NamesThatSayNothing(Planted(text)));

    [Theory]
    [InlineData(67, false)]
    [InlineData(68, true)]
    public void A_long_method_is_found(int statements, bool found)
    {
        var body = string.Concat(Enumerable.Repeat("x++;\n", statements));
        Assert.Equal(found, StyleRules.LongMethods(Planted($"class C {{\nvoid M()\n{{\n{body}}}\n}}")).Any());
    }

    [Theory]
    [InlineData(500, false)]
    [InlineData(501, true)]
    public void A_long_file_is_found(int lines, bool found) =>
        Assert.Equal(found, StyleRules.LongFile(Planted(string.Concat(Enumerable.Repeat("//\n", lines)))).Any());

    [Theory]
    [InlineData("namespace N; public class Planted; public enum Other;")]
    [InlineData("namespace N; public class Planted; public delegate void Other();")]
    [InlineData("public record Other;")]
    public void A_misplaced_type_is_found(string text) => Assert.NotEmpty(StyleRules.MisplacedTypes(Planted(text)));

    [Fact]
    public void A_type_that_is_not_public_may_stand_beside() =>
        Assert.Empty(StyleRules.MisplacedTypes(Planted("public class Planted { public class Inner; } file class Other;")));

    [Fact]
    public void An_undocumented_type_is_found() => Assert.NotEmpty(StyleRules.UndocumentedTypes(Planted("// Note.\npublic class Planted;")));

    [Theory]
    [InlineData("Thread.Sleep(1);")]
    [InlineData("await System.Threading.Tasks.Task.Delay(1);")]
    public void A_sleep_is_found(string statement) => Assert.NotEmpty(StyleRules.Sleeps(Planted(statement)));

    [Fact]
    public void Code_that_is_switched_off_is_found() => Assert.NotEmpty(StyleRules.SwitchedOff(Planted("#if false\nclass C;\n#endif\n")));

    private static SourceFile Planted(string text) => new("tests/Planted.cs", text);
}
