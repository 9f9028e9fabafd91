using Hearth.Updates.Bundle;
using Hearth.Updates.Fetch;
using Hearth.Updating;
using Xunit;

namespace Hearth.Tests.Updating;

/// <summary>Objects from a server on the loopback, as the network lets them through.</summary>
public sealed class ObjectFetchTests : IDisposable
{
    private const int Size = 100_000;

    // Less than any rest but a breath.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly byte[] Content = [.. Enumerable.Range(0, Size).Select(i => (byte)(i * 31 >> 3))];

    private static readonly BundleObject Wanted = new("chunks/00ff", Size);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hearth-objects-");
    private readonly HttpRepository repository = new();
    private readonly JumpingTime time = new();
    private readonly CarriedBytes carried = new();

    public void Dispose()
    {
        repository.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_whole_object_comes_in_one_request()
    {
        using var server = new ObjectServer { Content = Content };

        Assert.Equal(Content, await GetAsync(server));
        Assert.Equal([0], server.Asked);
        Assert.Equal((0, Size), (carried[ObjectSource.Named], carried[ObjectSource.Server]));
    }

    [Fact]
    public async Task An_interrupted_object_goes_on_at_the_byte_where_it_ended()
    {
        using var server = new ObjectServer { Content = Content, BreaksAfter = 33_333 };

        Assert.Equal(Content, await GetAsync(server));
        Assert.Equal([0, 33_333, 66_666, 99_999], server.Asked);
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_is_good_enough()
    {
        using var server = new ObjectServer { Content = Content, KnowsRanges = false, BreaksAfter = 60_000 };
        using (var part = new PartFile(folder.FullName))
        {
            part.Open(Wanted);
            part.Append(Content.AsSpan(0, 50_000));
        }

        Assert.Equal(Content, await GetAsync(new CutOnce(Reader(server), server)));
    }

    [Fact]
    public async Task A_restart_goes_on_with_what_was_there()
    {
        using (var part = new PartFile(folder.FullName))
        {
            part.Open(Wanted);
            part.Append(Content.AsSpan(0, 77_777));
        }

        using var server = new ObjectServer { Content = Content };

        Assert.Equal(Content, await GetAsync(server));
        Assert.Equal([77_777], server.Asked);
    }

    [Fact]
    public async Task What_is_left_of_another_object_is_not_taken_for_this_one()
    {
        using (var part = new PartFile(folder.FullName))
        {
            part.Open(new BundleObject("chunks/ff00", Size));
            part.Append(Content.AsSpan(0, 500));
        }

        using var server = new ObjectServer { Content = Content };

        Assert.Equal(Content, await GetAsync(server));
        Assert.Equal([0], server.Asked);
        Assert.Single(folder.GetFiles());
    }

    [Fact]
    public async Task Endless_data_is_cut_off_and_the_other_source_asked()
    {
        using var endless = new ObjectServer { Content = Content, IsEndless = true };
        using var honest = new ObjectServer { Content = Content };
        var named = new Renamed(Reader(endless), ObjectSource.Named);
        using var part = new PartFile(folder.FullName);

        await new ObjectFetch([named, Reader(honest)], part, carried, TimeSpan.FromHours(1), time).GetAsync(Wanted, TestContext.Current.CancellationToken);

        Assert.Equal(Content, File.ReadAllBytes(part.Release()));
        Assert.Equal([0], honest.Asked);
    }

    [Fact]
    public async Task A_refused_object_is_fetched_anew_from_the_other_source()
    {
        using var lying = new ObjectServer { Content = new byte[Size] };
        using var honest = new ObjectServer { Content = Content };
        using var part = new PartFile(folder.FullName);
        var fetch = new ObjectFetch([new Renamed(Reader(lying), ObjectSource.Named), Reader(honest)], part, carried, TimeSpan.FromHours(1), time);
        await fetch.GetAsync(Wanted, TestContext.Current.CancellationToken);
        Assert.Equal(new byte[Size], File.ReadAllBytes(part.Release()));
        File.Delete(Path.Join(folder.FullName, "chunks-00ff.part"));

        await fetch.RefuseAsync(Wanted.Path);

        await fetch.GetAsync(Wanted, TestContext.Current.CancellationToken);
        Assert.Equal(Content, File.ReadAllBytes(part.Release()));
        Assert.Equal([0], honest.Asked);
    }

    [Fact]
    public async Task Where_nobody_has_it_it_is_asked_for_twice_a_minute_until_it_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var absent = new Absent(cancel, 20);
        using var part = new PartFile(folder.FullName);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ObjectFetch([absent], part, carried, TimeSpan.FromHours(1), time).GetAsync(Wanted, cancel.Token));

        Assert.Equal(SourceChoice.ShortestRest * 19, time.Waited);
    }

    [Fact]
    public async Task A_source_that_always_breaks_off_is_told_from_one_that_cannot_be_reached()
    {
        using var server = new ObjectServer { Content = Content, KnowsRanges = false, BreaksAfter = 60_000 };
        using var gone = new ObjectServer { Content = Content };
        gone.Dispose();

        Assert.Equal((FetchFault.Interrupted, true), await GiveUpAsync(server));
        Assert.Equal((FetchFault.Interrupted, false), await GiveUpAsync(gone));
    }

    [Fact]
    public async Task When_the_owner_asks_a_source_that_rests_is_asked_again()
    {
        using var server = new ObjectServer { Content = Content, KnowsRanges = false, BreaksAfter = 60_000 };
        using var part = new PartFile(folder.FullName);
        var fetch = new ObjectFetch([Reader(server)], part, carried, Patience, time);
        await Assert.ThrowsAsync<NotFetchedException>(() => fetch.GetAsync(Wanted, TestContext.Current.CancellationToken));
        server.BreaksAfter = int.MaxValue;
        await Assert.ThrowsAsync<NotFetchedException>(() => fetch.GetAsync(Wanted, TestContext.Current.CancellationToken));

        fetch.Forgive();

        await fetch.GetAsync(Wanted, TestContext.Current.CancellationToken);
        Assert.Equal(Content, File.ReadAllBytes(part.Release()));
    }

    private async Task<(FetchFault Fault, bool BrokeOff)> GiveUpAsync(ObjectServer server)
    {
        using var part = new PartFile(folder.CreateSubdirectory(Path.GetRandomFileName()).FullName);
        var lost = await Assert.ThrowsAsync<NotFetchedException>(() =>
            new ObjectFetch([Reader(server)], part, carried, Patience, time).GetAsync(Wanted, TestContext.Current.CancellationToken));
        return (lost.Fault, lost.BrokeOff);
    }

    private ServerObjects Reader(ObjectServer server) => new(repository, server.Url);

    private Task<byte[]> GetAsync(ObjectServer server) => GetAsync(Reader(server));

    private async Task<byte[]> GetAsync(IObjectReader reader)
    {
        using var part = new PartFile(folder.FullName);
        await new ObjectFetch([reader], part, carried, TimeSpan.FromHours(1), time).GetAsync(Wanted, TestContext.Current.CancellationToken);
        return File.ReadAllBytes(part.Release());
    }

    /// <summary>The same reader in the place of another source.</summary>
    private sealed class Renamed(IObjectReader reader, ObjectSource source) : IObjectReader
    {
        public ObjectSource Source => source;

        public Task<FetchFault> ReadAsync(BundleObject wanted, long from, TakeChunk take, CancellationToken cancel) => reader.ReadAsync(wanted, from, take, cancel);

        public Task<bool> RefuseAsync(string path) => Task.FromResult(false);

        public Task<bool> HasAnybodyAsync() => Task.FromResult(true);
    }

    /// <summary>After its first answer the server no longer breaks off.</summary>
    private sealed class CutOnce(IObjectReader reader, ObjectServer server) : IObjectReader
    {
        public ObjectSource Source => reader.Source;

        public async Task<FetchFault> ReadAsync(BundleObject wanted, long from, TakeChunk take, CancellationToken cancel)
        {
            var fault = await reader.ReadAsync(wanted, from, take, cancel);
            server.BreaksAfter = int.MaxValue;
            return fault;
        }

        public Task<bool> RefuseAsync(string path) => Task.FromResult(false);

        public Task<bool> HasAnybodyAsync() => Task.FromResult(true);
    }

    private sealed class Absent(CancellationTokenSource cancel, int answers) : IObjectReader
    {
        private int asked;

        public ObjectSource Source => ObjectSource.Server;

        public Task<FetchFault> ReadAsync(BundleObject wanted, long from, TakeChunk take, CancellationToken stop)
        {
            if (++asked == answers)
            {
                cancel.Cancel();
            }

            return Task.FromResult(FetchFault.Absent);
        }

        public Task<bool> RefuseAsync(string path) => Task.FromResult(false);

        public Task<bool> HasAnybodyAsync() => Task.FromResult(true);
    }
}
