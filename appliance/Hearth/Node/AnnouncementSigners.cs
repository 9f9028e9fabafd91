using Hearth.Client;
using Hearth.CommandLine;
using Hearth.Discovery;
using Hearth.Identity;
using Hearth.Identity.Trust;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Protocol.Signing;
using Microsoft.Extensions.Logging;

namespace Hearth.Node;

/// <summary>
/// Whose prefix announcements make routes. Under <c>/p/X</c> those that a Data key of X signed, whose owner is pinned when
/// first met, like a neighbour's; elsewhere nobody vouches, and a digest must be right where there is one. A key that is not
/// known yet is looked up meanwhile, and the next announcement finds it. Lives on the forwarder's thread.
/// </summary>
/// <param name="fetch">Gets a certificate by its prefix; null where none comes. From any thread.</param>
/// <param name="pins">Who the owners may be.</param>
/// <param name="post">Runs something on the forwarder's thread.</param>
/// <param name="time">The wall clock.</param>
/// <param name="log">Names namespaces.</param>
internal sealed partial class AnnouncementSigners(
    Func<Name, Task<byte[]?>> fetch, NeighbourPins pins, Action<Action> post, TimeProvider time, ILogger log)
{
    /// <summary>Most people whose keys are known; the one heard of least recently makes room.</summary>
    public const int MostPeople = 256;

    /// <summary>Until a key is looked up again that was not found, or not the one that signs now.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    // /p and a person, or as little of somebody else's: nobody may announce all names, or all people's.
    private const int LeastComponents = 2;

    // A home's neighbours all at once; the others have their turn with their next announcement.
    private const int MostLookups = 8;

    // An Interest's usual lifetime.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(4);

    private readonly Dictionary<Username, Signer> people = [];
    private int lookups;
    private long uses;

    /// <summary>People whose keys are known, or looked up.</summary>
    public int Count => people.Count;

    /// <summary>People who made room for others.</summary>
    public long Forgotten { get; private set; }

    /// <summary>Gets certificates through the node's own socket, as any program would.</summary>
    public static Func<Name, Task<byte[]?>> Through(ClientTransport node, CancellationToken stop) => async name =>
    {
        var client = await NdnClient.ConnectAsync(node, stop).ConfigureAwait(false);
        await using (client.ConfigureAwait(false))
        {
            var answer = await client.ExpressAsync(new InterestBuilder(name) { CanBePrefix = true, Lifetime = AnswerTime }, AnswerTime, stop).ConfigureAwait(false);
            return answer.Wire.IsEmpty ? null : answer.Wire.ToArray();
        }
    };

    /// <summary>Whether a route may be made from an announcement.</summary>
    public bool Trusts(in PrefixAnnouncement announcement)
    {
        var now = time.GetUtcNow();
        if (announcement.Prefix.Count < LeastComponents || (announcement.Validity is { } validity && !validity.Contains(now)))
        {
            return false;
        }

        var data = announcement.Data;
        if (!Username.IsPersonal(announcement.Prefix))
        {
            return data.Signature.Type != SignatureType.DigestSha256 || DigestSha256.Verifier.Verify(data);
        }

        if (!Username.TryFind(announcement.Prefix, out var username))
        {
            return false;
        }

        var signer = FindOrAdd(username);
        if (signer.Vouches(data, now))
        {
            return true;
        }

        if (!signer.IsLookedUp && now >= signer.LookAt && lookups < MostLookups)
        {
            lookups++;
            signer.IsLookedUp = true;
            var copy = data.Wire.ToArray();
            _ = Task.Run(() => LookUpAsync(username, signer, copy));
        }

        return false;
    }

    private Signer FindOrAdd(Username username)
    {
        if (!people.TryGetValue(username, out var signer))
        {
            if (people.Count >= MostPeople)
            {
                ForgetOne();
            }

            people.Add(username, signer = new Signer());
        }

        signer.LastUse = ++uses;
        return signer;
    }

    private void ForgetOne()
    {
        var (oldest, lastUse) = (default(Username), long.MaxValue);
        foreach (var (username, signer) in people)
        {
            if (signer.LastUse < lastUse)
            {
                (oldest, lastUse) = (username, signer.LastUse);
            }
        }

        people.Remove(oldest!);
        Forgotten++;
    }

    // On a thread of its own: the pins are on the disk.
    private async Task LookUpAsync(Username username, Signer signer, byte[] announcement)
    {
        TrustedKey? key = null;
        var verification = Begin(announcement, pins.Find(username));
        try
        {
            while (verification.Verdict.NeededCertificate is { } name && await fetch(name).ConfigureAwait(false) is { } certificate)
            {
                verification.Next(certificate);
            }

            if (verification.TryGetKey(out key) && !pins.Meets(username, verification.Verdict.Owner!.Value, time.GetUtcNow()))
            {
                key = null;
            }
        }
        catch (Exception end) when (end is VerbFailedException or OperationCanceledException)
        {
            // The node ends, or has no descriptor at the moment.
        }

        post(() =>
        {
            lookups--;
            signer.IsLookedUp = false;
            signer.LookAt = time.GetUtcNow() + LookAgain;
            signer.Key = key ?? signer.Key;
            if (key is null)
            {
                LogRefused(verification.Verdict);
            }
        });
    }

    private Verification Begin(byte[] announcement, Pin? pinned)
    {
        Data.TryRead(announcement, out var data, out _);
        return Verification.Begin(data, pinned, time.GetUtcNow());
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "an announcement makes no route. {Verdict}")]
    private partial void LogRefused(Verdict verdict);

    private sealed class Signer
    {
        // The announcement that was verified last. The same one comes with answer after answer.
        private byte[] vouchedFor = [];

        public TrustedKey? Key { get; set; }

        public bool IsLookedUp { get; set; }

        public DateTimeOffset LookAt { get; set; }

        public long LastUse { get; set; }

        public bool Vouches(in Data announcement, DateTimeOffset now)
        {
            if (Key is null || now > Key.ValidUntil)
            {
                return false;
            }

            if (announcement.Wire.SequenceEqual(vouchedFor))
            {
                return true;
            }

            var isVouchedFor = Key.Vouches(announcement, now);
            vouchedFor = isVouchedFor ? announcement.Wire.ToArray() : vouchedFor;
            return isVouchedFor;
        }
    }
}
