namespace Hearth.Forwarding;

/// <summary>Where Interests under a prefix may go, and how dear that is.</summary>
public readonly record struct NextHop(FaceId Face, ulong Cost);
