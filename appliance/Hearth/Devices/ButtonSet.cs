using Hearth.Supervision;

namespace Hearth.Devices;

/// <summary>Several buttons that count as one: it is down while any of them is.</summary>
internal sealed class ButtonSet : IDisposable
{
    private readonly Dictionary<string, Member> members = [];
    private readonly Queue<ButtonEdge> told = [];
    private bool isDown;
    private bool hasTold;

    /// <summary>What is in it, by name.</summary>
    public IEnumerable<string> Names => members.Keys;

    /// <summary>Whether a button is in it.</summary>
    public bool Contains(string name) => members.ContainsKey(name);

    /// <summary>Adds a button. One that is down means nothing until it is released: it is stuck, or its press was meant for somebody else.</summary>
    public void Add(string name, IButtonDevice device, TimeSpan now)
    {
        members.Add(name, new Member(device) { IsSpent = device.WasDown });
        if (!hasTold)
        {
            hasTold = true;
            told.Enqueue(new ButtonEdge(Pressed: false, now));
        }
    }

    /// <summary>Reads all of them.</summary>
    /// <returns>Those that are gone; they are not in it any more.</returns>
    public IReadOnlyList<(string Name, IButtonDevice Device)> Read(TimeSpan now)
    {
        List<MemberEdge> seen = [];
        List<(string Name, IButtonDevice Device)> gone = [];
        List<ButtonEdge> edges = [];
        foreach (var (name, member) in members)
        {
            edges.Clear();
            try
            {
                member.Device.Read(edges, now);
            }
            catch (IOException)
            {
                gone.Add((name, member.Device));
                edges.Add(new ButtonEdge(Pressed: false, now));
            }

            seen.AddRange(edges.ConvertAll(edge => new MemberEdge(member, edge)));
        }

        // Of each button the edges are in order already, and stay so.
        foreach (var (member, edge) in seen.OrderBy(one => one.Edge.At))
        {
            Take(member, edge);
        }

        foreach (var (name, _) in gone)
        {
            members.Remove(name);
        }

        return gone;
    }

    /// <summary>Takes the next edge of the whole.</summary>
    public bool TryTake(out ButtonEdge edge) => told.TryDequeue(out edge);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var member in members.Values)
        {
            member.Device.Dispose();
        }
    }

    private void Take(Member member, ButtonEdge edge)
    {
        member.IsSpent &= edge.Pressed;
        member.IsDown = edge.Pressed && !member.IsSpent;
        if (members.Values.Any(one => one.IsDown) is var down && down != isDown)
        {
            isDown = down;
            told.Enqueue(new ButtonEdge(down, edge.At));
        }
    }

    private sealed class Member(IButtonDevice device)
    {
        public IButtonDevice Device { get; } = device;

        public bool IsDown { get; set; }

        public bool IsSpent { get; set; }
    }

    private sealed record MemberEdge(Member Member, ButtonEdge Edge);
}
