using Hearth.Protocol;

namespace Hearth.Faces;

/// <summary>Answers one Interest by writing a Data packet; returns its size, or 0 for no answer.</summary>
internal delegate int InterestHandler(in Interest interest, Span<byte> answer);
