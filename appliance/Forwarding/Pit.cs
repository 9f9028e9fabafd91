namespace Hearth.Forwarding;
/// <summary>In the making.</summary>
public sealed partial class Pit
{
    /// <summary>Number of entries.</summary>
    public int Count { get; private set; }
}
