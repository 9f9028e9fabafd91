using Hearth.Discovery.Dns;
using Hearth.Forwarding;

namespace Hearth.Discovery;

/// <summary>
/// Which neighbours to dial, and which namespaces to route over them: a namespace only after its appliance has proved
/// whose it is. Pure: what is seen, what comes of it and time go in; actions and one deadline come out.
/// </summary>
internal sealed class Neighbours
{
    /// <summary>Most neighbours at a time. Who comes later waits until one goes, and is counted.</summary>
    public const int Most = 32;

    /// <summary>How long an answer may take; also the Interest's lifetime, NDN's usual one.</summary>
    public static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(4);

    /// <summary>Until one who did not answer is asked again; then twice as long, up to <see cref="LongestWait"/>.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    /// <summary>The longest such wait: a neighbour that was mended is noticed within this.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>Until one who was refused, or who proved itself, is asked again: things change, but seldom.</summary>
    public static readonly TimeSpan Recheck = TimeSpan.FromMinutes(10);

    // After so many questions in a row without an answer the route goes, and the neighbour is dialled anew.
    private const int Patience = 3;

    private readonly Dictionary<int, Entry> entries = [];
    private readonly Queue<NeighbourAction> actions = new();
    private readonly long[] verdicts = new long[Enum.GetValues<NeighbourVerdict>().Length];
    private int lastId;

    /// <summary>Neighbours that are known.</summary>
    public int Count => entries.Count;

    /// <summary>Neighbours whose namespace is routed.</summary>
    public int Routed => entries.Values.Count(entry => entry.IsRouted);

    /// <summary>How often a neighbour found no room.</summary>
    public long NoRoom { get; private set; }

    /// <summary>How often a neighbour was not what it said.</summary>
    public long Refused => Enum.GetValues<NeighbourVerdict>().Sum(verdict => IsRefusal(verdict) ? CountOf(verdict) : 0);

    /// <summary>When <see cref="Expire"/> is next to be called; null for never.</summary>
    public TimeSpan? NextDeadline => entries.Values.Min(entry => entry.Deadline);

    /// <summary>How often that came of asking.</summary>
    public long CountOf(NeighbourVerdict verdict) => verdicts[(int)verdict];

    /// <summary>Takes all that are seen now: who is not among them is gone.</summary>
    public void Update(IReadOnlyList<SeenNeighbour> seen, TimeSpan now)
    {
        var byName = seen.ToDictionary(one => one.Instance);
        foreach (var entry in entries.Values.ToArray())
        {
            if (!byName.Remove(entry.Instance, out var still) || !still.Remotes.Contains(entry.Remote))
            {
                Drop(entry);
                if (still is not null)
                {
                    byName.Add(still.Instance, still);
                }
            }
            else if (still.Claimed != entry.Claimed)
            {
                Unroute(entry);
                entry.Claimed = still.Claimed;
                entry.Failures = 0;
                Challenge(entry, now);
            }
        }

        foreach (var arrived in seen.Where(one => byName.ContainsKey(one.Instance)))
        {
            Add(arrived);
        }
    }

    /// <summary>Takes the face of one that was to be dialled; no face where none could be made.</summary>
    public void Dialled(int neighbour, FaceId face, TimeSpan now)
    {
        if (!entries.TryGetValue(neighbour, out var entry))
        {
            // Gone meanwhile.
            HangUp(face);
            return;
        }

        entry.Face = face;
        if (face.IsNone)
        {
            WaitLonger(entry, now);
        }
        else
        {
            Challenge(entry, now);
        }
    }

    /// <summary>Takes what came of asking. Of a question that was overtaken by another one, nothing.</summary>
    public void Answered(int neighbour, int attempt, NeighbourVerdict verdict, TimeSpan now)
    {
        if (!entries.TryGetValue(neighbour, out var entry) || entry.Attempt != attempt || !entry.IsAsked)
        {
            return;
        }

        verdicts[(int)verdict]++;
        entry.IsAsked = false;
        if (verdict == NeighbourVerdict.NoAnswer)
        {
            OnSilence(entry, now);
            return;
        }

        entry.Failures = 0;
        entry.Deadline = now + Recheck;
        if (verdict != NeighbourVerdict.Proven)
        {
            Unroute(entry);
        }
        else if (!entry.IsRouted)
        {
            entry.IsRouted = true;
            actions.Enqueue(new NeighbourAction.Route(entry.Face, entry.Claimed!));
        }
    }

    /// <summary>Does what is due.</summary>
    public void Expire(TimeSpan now)
    {
        foreach (var entry in entries.Values.Where(entry => entry.Deadline <= now))
        {
            if (entry.IsAsked)
            {
                Answered(entry.Id, entry.Attempt, NeighbourVerdict.NoAnswer, now);
            }
            else if (entry.Face.IsNone)
            {
                Dial(entry);
            }
            else
            {
                Challenge(entry, now);
            }
        }
    }

    /// <summary>Takes the next thing to do; false when there is none.</summary>
    public bool TryTake(out NeighbourAction? action) => actions.TryDequeue(out action);

    private static bool IsRefusal(NeighbourVerdict verdict) => verdict is not (NeighbourVerdict.Proven or NeighbourVerdict.NoAnswer);

    private void Add(SeenNeighbour arrived)
    {
        if (entries.Count >= Most)
        {
            NoRoom++;
            return;
        }

        var entry = new Entry(++lastId, arrived.Instance, arrived.Remotes[0]) { Claimed = arrived.Claimed };
        entries.Add(entry.Id, entry);
        Dial(entry);
    }

    private void Drop(Entry entry)
    {
        entries.Remove(entry.Id);
        Unroute(entry);
        HangUp(entry.Face);
    }

    private void Dial(Entry entry)
    {
        entry.Deadline = null;
        actions.Enqueue(new NeighbourAction.Dial(entry.Id, entry.Remote));
    }

    private void HangUp(FaceId face)
    {
        if (!face.IsNone)
        {
            actions.Enqueue(new NeighbourAction.HangUp(face));
        }
    }

    // Who claims nothing has a face, for whatever the owner routes over it, and nothing to prove.
    private void Challenge(Entry entry, TimeSpan now)
    {
        entry.IsAsked = entry.Claimed is not null && !entry.Face.IsNone;
        if (!entry.Face.IsNone)
        {
            entry.Deadline = entry.IsAsked ? now + AnswerTime : null;
        }

        if (entry.IsAsked)
        {
            actions.Enqueue(new NeighbourAction.Challenge(entry.Id, ++entry.Attempt, entry.Face, entry.Claimed!));
        }
    }

    private void Unroute(Entry entry)
    {
        if (entry.IsRouted)
        {
            entry.IsRouted = false;
            actions.Enqueue(new NeighbourAction.Unroute(entry.Face, entry.Claimed!));
        }
    }

    private void OnSilence(Entry entry, TimeSpan now)
    {
        WaitLonger(entry, now);
        if (entry.Failures % Patience == 0)
        {
            Unroute(entry);
            HangUp(entry.Face);
            entry.Face = default;
        }
    }

    private static void WaitLonger(Entry entry, TimeSpan now)
    {
        // The exponent is bounded far above what reaches the longest wait, and below what overflows.
        var wait = FirstWait * Math.Pow(2, Math.Min(entry.Failures++, 20));
        entry.Deadline = now + (wait < LongestWait ? wait : LongestWait);
    }

    private sealed class Entry(int id, DnsName instance, System.Net.IPEndPoint remote)
    {
        public int Id => id;

        public DnsName Instance => instance;

        public System.Net.IPEndPoint Remote => remote;

        public Identity.Username? Claimed { get; set; }

        // None while it is being dialled, or waits to be.
        public FaceId Face { get; set; }

        public bool IsAsked { get; set; }

        public bool IsRouted { get; set; }

        public int Attempt { get; set; }

        // In a row.
        public int Failures { get; set; }

        public TimeSpan? Deadline { get; set; }
    }
}
