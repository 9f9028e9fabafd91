using Hearth.Forwarding.Storage;
using Hearth.Protocol;
using Xunit;

namespace Hearth.Tests.Forwarding;

public sealed class StorageTests
{
    // CPython's hash(), which is SipHash-1-3, with PYTHONHASHSEED=0 (key zero), of eight zero bytes and the component.
    [Theory]
    [InlineData("/", 0)]
    [InlineData("/a", 0x4dee17ad151a2678)]
    [InlineData("/abcdef", 0x437472c1c3be70b4)]
    [InlineData("/abcdefghijklm", 0x3d755f17ad3dfc88)]
    public void A_name_hashes_as_SipHash_1_3_says(string name, ulong expected)
    {
        Assert.True(new NameHasher(0, 0).TryHash(Name.Parse(name), new HashBuffer(), out var hashed));
        Assert.Equal(expected, hashed.Hash);
    }

    [Fact]
    public void The_key_changes_every_hash()
    {
        new NameHasher(1, 2).TryHash(Name.Parse("/a"), new HashBuffer(), out var one);
        new NameHasher(1, 3).TryHash(Name.Parse("/a"), new HashBuffer(), out var other);
        Assert.NotEqual(one.Hash, other.Hash);
    }

    // Hashes from a handful of values, so that most items collide.
    [Fact]
    public void An_index_finds_what_was_added_and_not_removed()
    {
        var index = new HashIndex(300);
        var random = new Random(1);
        var added = new Dictionary<int, ulong>();
        for (var step = 0; step < 20_000; step++)
        {
            var item = random.Next(1, 400);
            if (added.Remove(item, out var hash))
            {
                index.Remove(hash, item);
            }
            else if (added.Count < 300)
            {
                hash = (ulong)random.Next(20) * 0x0CCC_CCCC_CCCC_CCCC;
                added.Add(item, hash);
                index.Add(hash, item);
            }

            var wanted = (ulong)random.Next(20) * 0x0CCC_CCCC_CCCC_CCCC;
            var found = new List<int>();
            for (var probe = index.Find(wanted); probe.MoveNext();)
            {
                found.Add(probe.Item);
            }

            Assert.Equal(added.Where(pair => pair.Value == wanted).Select(pair => pair.Key).Order(), found.Order());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(8800)]
    public void A_chain_holds_what_was_stored(int size)
    {
        var pool = new BlockPool(1 << 20);
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        var chain = pool.Store(bytes);
        Assert.Equal(BlockPool.BlocksFor(size), pool.Used);
        var loaded = new byte[size];
        pool.Load(chain, loaded);
        Assert.Equal(bytes, loaded);
        Assert.True(pool.Holds(chain, size / 2, bytes.AsSpan(size / 2)));
        bytes[^1] ^= 1;
        Assert.False(pool.Holds(chain, size / 2, bytes.AsSpan(size / 2)));
        pool.FreeChain(chain);
        Assert.Equal(0, pool.Used);
    }

    [Fact]
    public void The_wheel_expires_each_entry_in_its_millisecond_and_in_order()
    {
        var pool = new BlockPool(1 << 20);
        var wheel = new ExpiryWheel(pool);
        var random = new Random(1);
        var expected = new SortedSet<(long Expiry, int Item)>();
        var now = 0L;
        for (var step = 0; step < 20_000; step++)
        {
            if (expected.Count < 500)
            {
                var item = pool.Take();
                var expiry = now + random.Next(1 << random.Next(1, 22));
                pool.Record<PitEntry>(item).ExpiryMilliseconds = expiry;
                wheel.Add(item);
                expected.Add((expiry, item));
            }

            if (random.Next(3) == 0 && expected.Count > 0)
            {
                var cancelled = expected.ElementAt(random.Next(expected.Count));
                expected.Remove(cancelled);
                wheel.Remove(cancelled.Item);
                pool.Free(cancelled.Item);
            }

            Assert.True(expected.Count == 0 || wheel.NextDeadline <= expected.Min.Expiry);
            now += random.Next(1 << random.Next(1, 12));
            while (wheel.TryFindExpired(now, out var expired))
            {
                var entry = (pool.Record<PitEntry>(expired).ExpiryMilliseconds, expired);
                Assert.InRange(entry.ExpiryMilliseconds, 0, now);
                Assert.True(expected.Remove(entry));
                wheel.Remove(expired);
                pool.Free(expired);
            }

            Assert.True(expected.Count == 0 || expected.Min.Expiry > now);
        }
    }
}
