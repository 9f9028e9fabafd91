namespace Hearth.Discovery;

/// <summary>The delays that keep hosts from all speaking at once; the seed is the shell's (SplitMix64).</summary>
internal sealed class Randomness(ulong seed)
{
    private ulong state = seed;

    /// <summary>A time from <paramref name="least"/> up to <paramref name="most"/> milliseconds.</summary>
    public TimeSpan Milliseconds(int least, int most)
    {
        state += 0x9e3779b97f4a7c15;
        var mixed = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        mixed ^= mixed >> 31;
        return TimeSpan.FromMilliseconds(least + (double)(mixed % (ulong)((most - least) * 1000)) / 1000);
    }
}
