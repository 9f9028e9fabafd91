using Hearth.Supervision;

namespace Hearth.Devices;

/// <summary>A button that the kernel tells of.</summary>
internal interface IButtonDevice : IDisposable
{
    /// <summary>Becomes readable when the button changes.</summary>
    int Descriptor { get; }

    /// <summary>Whether it was down when it was opened.</summary>
    bool WasDown { get; }

    /// <summary>Adds what has happened since the last call, oldest first.</summary>
    /// <exception cref="IOException">It is gone.</exception>
    void Read(List<ButtonEdge> edges, TimeSpan now);
}
