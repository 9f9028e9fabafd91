namespace Hearth.Tests.Release;

/// <summary>A clock that stands until it is told.</summary>
internal sealed class TestTime(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset now = now;

    public void Advance(TimeSpan by) => now += by;

    public override DateTimeOffset GetUtcNow() => now;
}
