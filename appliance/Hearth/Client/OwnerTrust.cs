using Hearth.Identity;
using Hearth.Identity.Trust;
using Hearth.Protocol;
using Hearth.Protocol.Consumer;

namespace Hearth.Client;

/// <summary>The trust schema as a fetch asks for it: owners are pinned when seen first, a key that is trusted stays so.</summary>
internal sealed class OwnerTrust(PinStore pins, TimeProvider clock) : IDataTrust
{
    // A chain has three certificates; a namespace may have a few chains.
    private const int MostCertificates = 32;

    private readonly Dictionary<Name, byte[]?> certificates = [];
    private TrustedKey? key;
    private Name? asked;

    /// <summary>Why the last packet was refused.</summary>
    public Verdict? Refusal { get; private set; }

    /// <summary>The owner that was seen for the first time.</summary>
    public Verdict? FirstSight { get; private set; }

    /// <summary>Whether that owner will be remembered.</summary>
    public bool IsPinned { get; private set; }

    /// <inheritdoc/>
    public TrustVerdict Judge(in Data data, out Name? certificate)
    {
        certificate = null;
        var now = clock.GetUtcNow();
        if (key is not null && key.Vouches(data, now))
        {
            return TrustVerdict.Trusted;
        }

        var verification = Verification.Begin(data, pins, now);
        while (verification.Verdict.NeededCertificate is { } needed)
        {
            if (!certificates.TryGetValue(needed, out var wire))
            {
                certificate = asked = needed;
                return TrustVerdict.NeedsCertificate;
            }

            if (wire is null)
            {
                Refusal = verification.Verdict;
                return TrustVerdict.Refused;
            }

            verification.Next(wire);
        }

        return Conclude(verification, now);
    }

    /// <inheritdoc/>
    public void Learn(in Data certificate)
    {
        if (asked is not null)
        {
            Keep(asked, certificate.Wire.ToArray());
        }
    }

    /// <inheritdoc/>
    public void GiveUpOn(Name certificate) => Keep(certificate, null);

    private TrustVerdict Conclude(Verification verification, DateTimeOffset now)
    {
        var verdict = verification.Verdict;
        switch (verdict.Outcome)
        {
            case Outcome.IntegrityOnly:
                return TrustVerdict.IntegrityOnly;
            case Outcome.Trusted:
                if (verdict is { IsFirstSight: true, Username: { } username, Owner: { } owner })
                {
                    FirstSight = verdict;
                    Pin(username, owner, now);
                }

                verification.TryGetKey(out key);
                return TrustVerdict.Trusted;
            default:
                Refusal = verdict;
                return TrustVerdict.Refused;
        }
    }

    // A state folder that cannot be written, such as another user's, is no reason not to fetch.
    private void Pin(Username username, Fingerprint owner, DateTimeOffset now)
    {
        try
        {
            IsPinned = pins.Observe(username, owner, now) is PinResult.Pinned or PinResult.Known;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            IsPinned = false;
        }
    }

    private void Keep(Name prefix, byte[]? wire)
    {
        if (certificates.Count < MostCertificates)
        {
            certificates[prefix] = wire;
        }
        else
        {
            // No honest namespace gets here. What cannot be kept is refused rather than asked for again and again.
            certificates.Clear();
            certificates[prefix] = null;
        }
    }
}
