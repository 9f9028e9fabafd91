using System.Diagnostics.CodeAnalysis;
using Hearth.Protocol.Link;

namespace Hearth.Forwarding;

/// <summary>The faces there are. <see cref="Forwarder.AddFace(FaceInfo, TimeSpan)"/> and <see cref="Forwarder.RemoveFace"/> change it.</summary>
public sealed class FaceTable
{
    private readonly Dictionary<FaceId, Face> faces = [];
    private readonly int capacity;
    private uint next = FaceId.FirstUnreserved;

    internal FaceTable(int capacity) => this.capacity = capacity;

    /// <summary>Number of faces.</summary>
    public int Count => faces.Count;

    /// <summary>All faces, in no order.</summary>
    public IReadOnlyCollection<Face> All => faces.Values;

    /// <summary>Whether one more face would be refused.</summary>
    public bool IsFull => faces.Count >= capacity;

    /// <summary>Finds a face.</summary>
    public bool TryGet(FaceId id, [NotNullWhen(true)] out Face? face) => faces.TryGetValue(id, out face);

    internal Face Add(FaceId id, FaceInfo info, LinkService link)
    {
        var face = new Face(id.IsNone ? new FaceId(next++) : id, info, link);
        faces.Add(face.Id, face);
        return face;
    }

    internal bool Remove(FaceId id) => faces.Remove(id);
}
