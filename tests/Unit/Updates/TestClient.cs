using Hearth.Updates.Tuf;
using Hearth.Updating;
using Xunit;

namespace Hearth.Tests.Updates;

/// <summary>A device: its trusted metadata outlives each client, and each request is noted.</summary>
internal sealed class TestClient(TestRepository repository) : ITrustedFiles
{
    private int changesLeft = int.MaxValue;

    /// <summary>What is persisted.</summary>
    public Dictionary<string, byte[]> Trusted { get; } = new() { ["root.json"] = repository.Served["1.root.json"] };

    /// <summary>What was asked for since the last refresh began.</summary>
    public List<string> Requests { get; } = [];

    public TufLimits Limits { get; set; } = new();

    public DateTimeOffset Now { get; set; } = TestRepository.Now;

    public DateTimeOffset ClockFloor { get; set; } = DateTimeOffset.MinValue;

    /// <summary>The power goes off after so many changes.</summary>
    public int PowerFor
    {
        set => changesLeft = value;
    }

    public byte[]? Read(string file, int mostBytes) =>
        Trusted.TryGetValue(file, out var bytes) && bytes.Length <= mostBytes ? bytes : null;

    public TufStep Refresh() => Refresh(out _);

    public TufStep Refresh(out TufClient client)
    {
        Requests.Clear();
        client = new TufClient(this, new MetadataSignatures(), Limits, Now, ClockFloor);
        return Run(client, client.Refresh());
    }

    /// <summary>Refreshes, then looks for a target.</summary>
    public TufStep Find(string target)
    {
        Assert.IsType<TufStep.Refreshed>(Refresh(out var client));
        Requests.Clear();
        return Run(client, client.Find(target));
    }

    public TufStep Run(TufClient client, TufStep step)
    {
        while (true)
        {
            foreach (var change in step.Changes)
            {
                if (changesLeft-- == 0)
                {
                    throw new PowerCutException();
                }

                Apply(change);
            }

            if (step is not TufStep.Fetch fetch)
            {
                return step;
            }

            Requests.Add(fetch.File);
            step = repository.Served.TryGetValue(fetch.File, out var bytes) ? client.Give(bytes) : client.GiveAbsent();
        }
    }

    public void AssertRefreshes() => Assert.IsType<TufStep.Refreshed>(Refresh());

    public void AssertRefuses(TufFault fault, string file) => AssertRefused(Refresh(), fault, file);

    public static void AssertRefused(TufStep step, TufFault fault, string file)
    {
        var refusal = Assert.IsType<TufStep.Refused>(step).Refusal;
        Assert.Equal((fault, file), (refusal.Fault, refusal.File));
        Assert.DoesNotContain('\n', refusal.ToString());
    }

    public long VersionOf(string role) =>
        Metadata.TryRead(role, Trusted[$"{role}.json"], int.MaxValue, out var metadata, out _) ? metadata.Version : throw new InvalidOperationException($"{role} is no metadata.");

    private void Apply(TrustedChange change)
    {
        if (change.Content is { } content)
        {
            Trusted[change.File] = content.ToArray();
        }
        else
        {
            Trusted.Remove(change.File);
        }
    }
}
