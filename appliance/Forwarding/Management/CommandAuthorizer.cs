using Hearth.Protocol.Signing;

namespace Hearth.Forwarding.Management;

/// <summary>
/// Lets programs on this machine command, as NFD does unless told otherwise: whoever can open the local socket may,
/// with any well-formed signature that is not a repetition. From the network only what the trust rules accept, signed
/// within <see cref="GracePeriod"/> of now and never seen before.
/// </summary>
/// <param name="trust">The trust rules for commands from the network; null refuses them all.</param>
public sealed class CommandAuthorizer(CommandTrust? trust = null) : ICommandAuthorizer
{
    /// <summary>How far a signer's clock may be off, as in ndn-cxx (<c>ValidationPolicyCommandInterest</c>).</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromMinutes(2);

    private readonly ReplayGuard localReplays = new();
    private readonly ReplayGuard networkReplays = new();

    /// <summary>Signers whose commands are known again, at most, and signers that made room for others.</summary>
    public (long Used, long Limit, long Forgotten) Signers =>
        (localReplays.Count + networkReplays.Count, 2 * ReplayGuard.MaxSigners, localReplays.Forgotten + networkReplays.Forgotten);

    /// <inheritdoc/>
    public bool IsAllowed(in CommandRequest request)
    {
        var signed = request.Command;
        if (signed.Signature.Type == SignatureType.DigestSha256 && !signed.IsSignedBy(DigestSha256.Verifier))
        {
            return false;
        }

        return request.Scope == FaceScope.Local
            ? localReplays.Accept(request.Face, signed)
            : IsAllowedFromNetwork(request);
    }

    private bool IsAllowedFromNetwork(in CommandRequest request)
    {
        // Anybody can make a digest: it says nothing about who.
        if (trust is null || request.Command.Signature.Type == SignatureType.DigestSha256 || request.Command.Time is not { } time)
        {
            return false;
        }

        var age = request.Time.ToUnixTimeMilliseconds() - (decimal)time;
        return Math.Abs(age) <= (decimal)GracePeriod.TotalMilliseconds
            && trust(request)
            && networkReplays.Accept(default, request.Command);
    }
}
