namespace Hearth.Forwarding;

/// <summary>How full a second tier is, and what it has done since it started.</summary>
public sealed record SecondTierStatus
{
    /// <summary>Bytes that it may take.</summary>
    public required long Capacity { get; init; }

    /// <summary>Bytes that it takes.</summary>
    public required long UsedBytes { get; init; }

    /// <summary>Packets in it.</summary>
    public required int Packets { get; init; }

    /// <summary>Most bytes that are written in a day.</summary>
    public required long BytesPerDay { get; init; }

    /// <summary>Bytes written in the day at hand, of the days since it started.</summary>
    public required long BytesToday { get; init; }

    /// <summary>Interests answered.</summary>
    public required long Hits { get; init; }

    /// <summary>Packets written.</summary>
    public required long Written { get; init; }

    /// <summary>Packets that gave way to newer ones.</summary>
    public required long Overwritten { get; init; }

    /// <summary>Packets not taken because the day's bytes were used up.</summary>
    public required long OverBudget { get; init; }

    /// <summary>Packets that wait to be written.</summary>
    public required int Waiting { get; init; }

    /// <summary>Most packets that wait.</summary>
    public required int MostWaiting { get; init; }

    /// <summary>Packets not taken because as many waited.</summary>
    public required long LeftBehind { get; init; }
}
