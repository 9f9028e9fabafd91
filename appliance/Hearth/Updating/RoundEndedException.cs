namespace Hearth.Updating;

/// <summary>A round ends before its end; its fault's name and a line for people go into the report.</summary>
/// <param name="phase">How it ends.</param>
/// <param name="fault">The fault's name.</param>
/// <param name="detail">The line.</param>
/// <param name="isInstallFault">Whether what came was what was signed, and could not be installed.</param>
internal sealed class RoundEndedException(UpdatePhase phase, string fault, string detail, bool isInstallFault = false) : Exception(detail)
{
    /// <summary>How it ends.</summary>
    public UpdatePhase Phase => phase;

    /// <summary>The fault's name.</summary>
    public string Fault => fault;

    /// <summary>Whether what came was what was signed, and could not be installed.</summary>
    public bool IsInstallFault => isInstallFault;
}
