namespace Hearth.Updating;

/// <summary>A round ends before its end; its fault's name and a line for people go into the report.</summary>
internal sealed class RoundEndedException(UpdatePhase phase, string fault, string detail) : Exception(detail)
{
    /// <summary>How it ends.</summary>
    public UpdatePhase Phase => phase;

    /// <summary>The fault's name.</summary>
    public string Fault => fault;
}
