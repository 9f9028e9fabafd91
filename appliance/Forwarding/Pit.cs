using Hearth.Forwarding.Storage;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding;

/// <summary>
/// The pending Interest table: who waits for what, and who was asked (NFD Developer's Guide, "Pending Interest
/// Table"). Its memory is bounded, and shared out as it fills: a face may hold no more than what is left over, so one
/// face gets half of it at most, and a newcomer always finds room (A. K. Choudhury, E. L. Hahne: "Dynamic queue length
/// thresholds", 1998).
/// A stranger may come with as many addresses as it likes, and each is a face: all those that made themselves leave a
/// quarter to programs on this machine and to faces that somebody made.
/// </summary>
public sealed class Pit
{
    /// <summary>Most entries that one Data packet can answer: each length with and without MustBeFresh, the whole name and its digest with and without both.</summary>
    internal const int MaxMatches = 2 * ForwarderOptions.MaxNameComponents + 8;

    // A power of two, a few times the packets in flight; a collision costs one needless SHA-256.
    private const int DigestFilterSize = 1024;

    private readonly NameHasher hasher;
    private readonly FaceTable faces;
    private readonly BlockPool pool;
    private readonly HashIndex index;
    private readonly ExpiryWheel wheel;
    private readonly int reserve;

    // How many entries with CanBePrefix have a name of n components, so that Data looks only for lengths there are.
    private readonly int[] prefixesByLength = new int[ForwarderOptions.MaxNameComponents + 1];

    // How many entries ask by implicit digest, by a hash of the Data's name: where none does, no digest is computed.
    private readonly int[] digestFilter = new int[DigestFilterSize];

    internal Pit(NameHasher hasher, FaceTable faces, int bytes)
    {
        this.hasher = hasher;
        this.faces = faces;

        // The smallest entry is its own block, one of Interest and one in-record; its slots in the index come on top.
        var entries = BlockPool.BlocksIn(bytes) / 3;
        pool = new BlockPool(bytes - HashIndex.BytesFor(entries));
        index = new HashIndex(entries);
        wheel = new ExpiryWheel(pool);
        reserve = pool.Capacity / 4;
    }

    /// <summary>Number of entries.</summary>
    public int Count => index.Count;

    /// <summary>Memory in bytes that entries take.</summary>
    public long UsedBytes => (long)pool.Used * BlockPool.BlockSize;

    internal TimeSpan? NextDeadline =>
        wheel.NextDeadline is { } milliseconds ? TimeSpan.FromTicks(milliseconds * TimeSpan.TicksPerMillisecond) : null;

    internal ref PitEntry this[int entry] => ref pool.Record<PitEntry>(entry);

    internal ref InRecord InRecord(int record) => ref pool.Record<InRecord>(record);

    internal ref OutRecord OutRecord(int record) => ref pool.Record<OutRecord>(record);

    /// <summary>Finds the entry of an Interest with the same name and selectors; 0 when there is none.</summary>
    internal int Find(in HashedName name, in Interest interest)
    {
        var probe = index.Find(name.Hash);
        while (probe.MoveNext())
        {
            ref var entry = ref this[probe.Item];
            if ((entry.Flags & PitFlags.Selectors) == SelectorsOf(interest) && HasName(entry, name.Name.Value))
            {
                return probe.Item;
            }
        }

        return 0;
    }

    /// <summary>
    /// Makes an entry with its first in-record, and returns the latter; 0 when the face has no room left. The entry
    /// expires at once unless it is armed.
    /// </summary>
    internal int Insert(in HashedName name, in Interest interest, Face face, out int item)
    {
        item = 0;
        if (index.Count >= index.Capacity || !HasRoom(face, BlocksFor(interest.Wire.Length)))
        {
            return 0;
        }

        item = pool.Take();
        ref var entry = ref this[item];
        entry.Wire = pool.Store(interest.Wire);
        entry.WireSize = (ushort)interest.Wire.Length;
        entry.NameOffset = (ushort)OffsetOf(interest);
        entry.NameSize = (ushort)name.Name.Value.Length;
        entry.NameCount = (byte)name.Count;
        entry.Hash = name.Hash;
        entry.DataNameHash = name.EndsInImplicitDigest ? name.HashOf(name.Count - 1) : name.Hash;
        entry.Flags = SelectorsOf(interest) | (name.EndsInImplicitDigest ? PitFlags.Digest : PitFlags.None);
        index.Add(entry.Hash, item);
        CountForMatching(entry, +1);
        wheel.Add(item);
        return AddInRecord(item, face);
    }

    /// <summary>Finds a face's in-record or makes one; 0 when the face has no room left.</summary>
    internal int Join(int item, Face face)
    {
        var record = FindInRecord(item, face.Id);
        return record != 0 ? record
            : HasRoom(face, BlocksFor(this[item].WireSize)) ? AddInRecord(item, face)
            : 0;
    }

    /// <summary>Removes an entry with its records.</summary>
    internal void Remove(int item)
    {
        ref var entry = ref this[item];
        while (entry.InRecords != 0)
        {
            RemoveInRecord(item, InRecord(entry.InRecords).Face);
        }

        while (entry.OutRecords != 0)
        {
            var record = entry.OutRecords;
            entry.OutRecords = OutRecord(record).Next;
            pool.Free(record);
        }

        wheel.Remove(item);
        CountForMatching(entry, -1);
        index.Remove(entry.Hash, item);
        pool.FreeChain(entry.Wire);
        pool.Free(item);
    }

    /// <summary>Finds the entries that Data answers; fills in as many as fit and returns how many.</summary>
    internal int FindMatches(in HashedName name, in Data data, Span<int> matches)
    {
        var count = 0;
        for (var length = name.Count; length > 0; length--)
        {
            if (length == name.Count || prefixesByLength[length] > 0)
            {
                var wanted = length == name.Count ? PitFlags.None : PitFlags.CanBePrefix;
                AddMatches(name.HashOf(length), name.Prefix(length), wanted, matches, ref count);
            }
        }

        if (digestFilter[name.Hash % DigestFilterSize] > 0)
        {
            AddDigestMatches(name, data, matches, ref count);
        }

        return count;
    }

    /// <summary>Lets an entry expire at a time, instead of when it was to.</summary>
    internal void Arm(int item, TimeSpan expiry)
    {
        wheel.Remove(item);
        this[item].ExpiryMilliseconds = (expiry.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
        wheel.Add(item);
    }

    /// <summary>Finds an entry that has expired; the caller removes it.</summary>
    internal bool TryFindExpired(TimeSpan now, out int item) =>
        wheel.TryFindExpired(now.Ticks / TimeSpan.TicksPerMillisecond, out item);

    /// <summary>Finds a face's in-record; 0 when there is none.</summary>
    internal int FindInRecord(int item, FaceId face)
    {
        var record = this[item].InRecords;
        while (record != 0 && InRecord(record).Face != face)
        {
            record = InRecord(record).Next;
        }

        return record;
    }

    /// <summary>Removes a face's in-record, which must be there.</summary>
    internal void RemoveInRecord(int item, FaceId face)
    {
        ref var link = ref this[item].InRecords;
        while (InRecord(link).Face != face)
        {
            link = ref InRecord(link).Next;
        }

        var record = link;
        link = InRecord(record).Next;
        if (faces.TryGet(face, out var owner))
        {
            owner.PitCharge -= InRecord(record).Charge;
        }

        pool.Free(record);
    }

    /// <summary>Finds a face's out-record; 0 when there is none.</summary>
    internal int FindOutRecord(int item, FaceId face)
    {
        var record = this[item].OutRecords;
        while (record != 0 && OutRecord(record).Face != face)
        {
            record = OutRecord(record).Next;
        }

        return record;
    }

    /// <summary>Finds or makes a face's out-record; 0 when the table is full.</summary>
    internal int AddOutRecord(int item, FaceId face)
    {
        var record = FindOutRecord(item, face);
        if (record != 0 || pool.Available == 0)
        {
            return record;
        }

        record = pool.Take();
        ref var outRecord = ref OutRecord(record);
        outRecord.Face = face;
        outRecord.Next = this[item].OutRecords;
        this[item].OutRecords = record;
        return record;
    }

    /// <summary>Whether an upstream has been asked that may still answer.</summary>
    internal bool HasPendingOutRecord(int item, TimeSpan now)
    {
        for (var record = this[item].OutRecords; record != 0; record = OutRecord(record).Next)
        {
            if (OutRecord(record).IsPending(now))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Copies the entry's Interest and returns its bytes.</summary>
    internal ReadOnlySpan<byte> LoadInterest(int item, Span<byte> buffer)
    {
        ref var entry = ref this[item];
        pool.Load(entry.Wire, buffer[..entry.WireSize]);
        return buffer[..entry.WireSize];
    }

    private static PitFlags SelectorsOf(in Interest interest) =>
        (interest.CanBePrefix ? PitFlags.CanBePrefix : PitFlags.None) | (interest.MustBeFresh ? PitFlags.MustBeFresh : PitFlags.None);

    // The name is the first element, so its components stand after two headers of known size.
    private static int OffsetOf(in Interest interest)
    {
        interest.Wire.Overlaps(interest.Name.Value, out var offset);
        return offset;
    }

    // Whoever joins an entry is charged as if it were alone with it: the others may leave.
    private static int BlocksFor(int interestSize) => 2 + BlockPool.BlocksFor(interestSize);

    private int AddInRecord(int item, Face face)
    {
        var record = pool.Take();
        ref var entry = ref this[item];
        ref var inRecord = ref InRecord(record);
        inRecord.Face = face.Id;
        inRecord.Charge = (ushort)BlocksFor(entry.WireSize);
        inRecord.Next = entry.InRecords;
        entry.InRecords = record;
        face.PitCharge += inRecord.Charge;
        return record;
    }

    private bool HasRoom(Face face, int blocks) => face.PitCharge + blocks <= pool.Available - (IsStranger(face) ? reserve : 0);

    private static bool IsStranger(Face face) => face.Info is { Persistency: FacePersistency.OnDemand, Scope: FaceScope.NonLocal };

    private bool HasName(in PitEntry entry, ReadOnlySpan<byte> name) =>
        entry.NameSize == name.Length && pool.Holds(entry.Wire, entry.NameOffset, name);

    private void AddMatches(ulong hash, ReadOnlySpan<byte> name, PitFlags wanted, Span<int> matches, ref int count)
    {
        var probe = index.Find(hash);
        while (probe.MoveNext() && count < matches.Length)
        {
            ref var entry = ref this[probe.Item];
            if ((entry.Flags & wanted) == wanted && HasName(entry, name))
            {
                matches[count++] = probe.Item;
            }
        }
    }

    private void AddDigestMatches(in HashedName name, in Data data, Span<int> matches, ref int count)
    {
        const int DigestSize = 32;
        Span<byte> full = stackalloc byte[name.Name.Value.Length + 2 + DigestSize];
        name.Name.Value.CopyTo(full);
        var digest = full[^(2 + DigestSize)..];
        digest[0] = (byte)TlvType.ImplicitSha256DigestComponent;
        digest[1] = DigestSize;
        data.ComputeImplicitDigest(digest[2..]);
        AddMatches(hasher.Extend(name.Hash, digest), full, PitFlags.Digest, matches, ref count);
    }

    private void CountForMatching(in PitEntry entry, int change)
    {
        if ((entry.Flags & PitFlags.CanBePrefix) != 0)
        {
            prefixesByLength[entry.NameCount] += change;
        }

        if ((entry.Flags & PitFlags.Digest) != 0)
        {
            digestFilter[entry.DataNameHash % DigestFilterSize] += change;
        }
    }
}
