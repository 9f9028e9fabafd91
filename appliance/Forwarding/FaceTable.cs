using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Hearth.Protocol.Link;

namespace Hearth.Forwarding;

/// <summary>The faces there are. <see cref="Forwarder.AddFace(FaceInfo, TimeSpan, SendBacklog)"/> and <see cref="Forwarder.RemoveFace"/> change it.</summary>
public sealed class FaceTable
{
    private readonly Dictionary<FaceId, Face> faces = [];
    private readonly List<Face> atHome = [];
    private readonly int capacity;
    private uint next = FaceId.FirstUnreserved;

    internal FaceTable(int capacity) => this.capacity = capacity;

    /// <summary>Told of each face that is added.</summary>
    internal Action<Face, TimeSpan>? Added { get; set; }

    /// <summary>Told of each face that is removed.</summary>
    internal Action<Face, TimeSpan>? Removed { get; set; }

    /// <summary>Told of each face whose link has failed, or works again.</summary>
    internal Action<Face, TimeSpan>? Changed { get; set; }

    /// <summary>Number of faces.</summary>
    public int Count => faces.Count;

    /// <summary>All faces, in no order.</summary>
    public IReadOnlyCollection<Face> All => faces.Values;

    /// <summary>The faces to the home's own network.</summary>
    internal ReadOnlySpan<Face> AtHome => CollectionsMarshal.AsSpan(atHome);

    /// <summary>Whether one more face would be refused.</summary>
    public bool IsFull => faces.Count >= capacity;

    /// <summary>Finds a face.</summary>
    public bool TryGet(FaceId id, [NotNullWhen(true)] out Face? face) => faces.TryGetValue(id, out face);

    /// <summary>Notes that a face's other end is on the home's own network, whatever its address says.</summary>
    public void SetAtHome(FaceId id)
    {
        if (TryGet(id, out var face) && face.Info.Reach == FaceReach.Beyond)
        {
            face.Info = face.Info with { IsAtHome = true };
            atHome.Add(face);
        }
    }

    internal Face Add(FaceId id, FaceInfo info, LinkService link, SendBacklog? backlog, TimeSpan now)
    {
        var face = new Face(id.IsNone ? new FaceId(next++) : id, info, link)
        {
            Backlog = backlog,
            Marker = backlog is null ? null : new CongestionMarker(backlog),
        };
        faces.Add(face.Id, face);
        if (info.Reach == FaceReach.Home)
        {
            atHome.Add(face);
        }

        Added?.Invoke(face, now);
        return face;
    }

    internal void Remove(Face face, TimeSpan now)
    {
        faces.Remove(face.Id);
        atHome.Remove(face);
        Removed?.Invoke(face, now);
    }
}
