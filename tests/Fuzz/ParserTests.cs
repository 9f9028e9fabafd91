using System.Globalization;
using Hearth.Tests.Fuzz.Parsers;
using Xunit;

namespace Hearth.Tests.Fuzz;

public sealed class ParserTests
{
    private const ulong Seed = 0x6865617274680000;

    // A million each; fewer while you work: HEARTH_FUZZ_INPUTS=10000.
    private static readonly int Inputs =
        int.Parse(Environment.GetEnvironmentVariable("HEARTH_FUZZ_INPUTS") ?? "1000000", CultureInfo.InvariantCulture);

    /// <summary>Every parser of bytes that others may write. A new one is added to a list of <c>Parsers/</c>.</summary>
    private static readonly IReadOnlyList<Parser> All = [.. ProtocolParsers.All, .. LinkParsers.All, .. ManagementParsers.All, .. ContentParsers.All, .. UpdateParsers.All, .. ProgramDeltaParsers.All, .. ArchiveParsers.All];

    public static TheoryData<string> Names => [.. All.Select(parser => parser.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_million_inputs_neither_throw_nor_allocate_beyond_the_limit(string name)
    {
        var parser = All.Single(parser => parser.Name == name);
        foreach (var item in parser.Corpus)
        {
            // What is made once, on first use, is no input's.
            parser.Parse(item);
        }

        var mutator = new Mutator(parser.Corpus, parser.InputLimit, Seed);
        var (taken, inputs) = (0, Inputs / parser.Share);
        for (var i = 0; i < inputs; i++)
        {
            var input = mutator.Next();
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                taken += parser.Parse(input) ? 1 : 0;
            }
            catch (Exception exception)
            {
                Assert.Fail($"{name}, input {i}: {exception.GetType().Name} at {Convert.ToHexString(input)}\n{exception}");
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > parser.AllocationLimit)
            {
                Assert.Fail($"{name}, input {i}: {allocated} bytes allocated at {Convert.ToHexString(input)}");
            }
        }

        // Inputs that are all refused at the door, or all taken, test nothing.
        Assert.InRange(taken, inputs / 1000, inputs - (inputs / 1000));
    }

    [Fact]
    public void Every_parser_takes_some_of_its_corpus() =>
        Assert.All(All, parser => Assert.Contains(parser.Corpus.Concat(parser.Corpus), item => parser.Parse(item)));

    [Fact]
    public void The_same_seed_makes_the_same_inputs()
    {
        var (first, second) = (NewMutator(7), NewMutator(7));
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(first.Next().ToArray(), second.Next().ToArray());
        }

        Assert.NotEqual(NewMutator(7).Next().ToArray(), NewMutator(9).Next().ToArray());
    }

    private static Mutator NewMutator(ulong seed) => new([[1, 2, 3, 4, 5, 6, 7, 8], new byte[100]], 8800, seed);
}
