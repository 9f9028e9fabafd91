namespace Hearth.Forwarding;

/// <summary>How far away the other end of a face is, as the owner of a home sees it.</summary>
public enum FaceReach
{
    /// <summary>A program on this machine.</summary>
    Machine = 0,

    /// <summary>Another machine of the home's own network.</summary>
    Home = 1,

    /// <summary>Beyond it: whatever is reached over the line that the owner pays for.</summary>
    Beyond = 2,
}
