namespace Hearth.Tests.Fuzz;

/// <summary>Gives bytes to a parser; whether it takes them is its own matter.</summary>
internal delegate bool Parse(ReadOnlySpan<byte> input);

/// <summary>A parser under test.</summary>
/// <param name="Name">What it reads.</param>
/// <param name="Source">The file whose lines the inputs should reach, from the repository's root.</param>
/// <param name="Parse">Calls the parser, and reads all that it gives.</param>
/// <param name="Corpus">Inputs to begin with: every kind that it takes, and what it refuses late.</param>
internal sealed record Parser(string Name, string Source, Parse Parse, IReadOnlyList<byte[]> Corpus)
{
    /// <summary>Most bytes that one input may make the parser allocate: none for a view, a packet for a copy.</summary>
    public int AllocationLimit { get; init; }

    /// <summary>Most bytes of an input.</summary>
    public int InputLimit { get; init; } = Protocol.PacketLimits.MaxPacketSize;

    /// <summary>Tries one in so many inputs: more than 1 where each makes files.</summary>
    public int Share { get; init; } = 1;
}
