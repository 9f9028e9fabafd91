namespace Hearth.Bench.Tables;

/// <summary>Draws numbers of which the n-th is asked for in proportion to n to the power of minus the exponent.</summary>
internal sealed class Zipf
{
    private readonly double[] shares;
    private readonly Random random = new(1);

    public Zipf(int names, double exponent)
    {
        shares = new double[names];
        var sum = 0.0;
        for (var i = 0; i < names; i++)
        {
            sum += Math.Pow(i + 1, -exponent);
            shares[i] = sum;
        }
    }

    /// <summary>The next number, from 0.</summary>
    public int Next()
    {
        var place = Array.BinarySearch(shares, random.NextDouble() * shares[^1]);
        return Math.Min(place < 0 ? ~place : place, shares.Length - 1);
    }

    /// <summary>True with this probability.</summary>
    public bool Chance(double probability) => random.NextDouble() < probability;
}
