using System.Buffers.Binary;
using System.Security.Cryptography;
using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>
/// Knows commands again. For each signer the newest <see cref="WindowSize"/> are remembered: what is among them is a
/// repetition, and what was signed before all of them is too old to tell (the window of RFC 4303, section 3.4.3).
/// Signers beyond <see cref="MaxSigners"/> push out the one that has been silent the longest.
/// </summary>
internal sealed class ReplayGuard
{
    /// <summary>Commands remembered of each signer; 32 in RFC 4303, and applications register in bursts.</summary>
    public const int WindowSize = 64;

    /// <summary>Signers remembered; applications and neighbours of one board are far fewer.</summary>
    public const int MaxSigners = 256;

    private readonly Dictionary<Signer, Window> windows = [];
    private long uses;

    /// <summary>Signers that are remembered.</summary>
    public int Count => windows.Count;

    /// <summary>Signers that were pushed out.</summary>
    public long Forgotten { get; private set; }

    /// <summary>Remembers a command; false when it is a repetition.</summary>
    /// <param name="face">The face, where signers of different faces are different; none where they are not.</param>
    /// <param name="command">The command.</param>
    public bool Accept(FaceId face, CommandInterest command)
    {
        var signer = new Signer(face, KeyOf(command));
        if (!windows.TryGetValue(signer, out var window))
        {
            if (windows.Count >= MaxSigners)
            {
                windows.Remove(windows.MinBy(pair => pair.Value.LastUse).Key);
                Forgotten++;
            }

            windows[signer] = window = new Window();
        }

        window.LastUse = ++uses;
        return window.Accept(command.Time ?? command.SequenceNumber, Stamp(command));
    }

    private static Name KeyOf(CommandInterest command) => command.Signature.KeyDigest.IsEmpty
        ? command.Signature.KeyName.ToName()
        : Name.Empty.Append(TlvType.GenericNameComponent, command.Signature.KeyDigest);

    // Not the signature: an ECDSA signature can be changed into another one that is right as well.
    private static UInt128 Stamp(CommandInterest command)
    {
        Span<byte> fields = stackalloc byte[16 + command.Nonce.Length + command.Name.Value.Length];
        BinaryPrimitives.WriteUInt64BigEndian(fields, command.Time ?? 0);
        BinaryPrimitives.WriteUInt64BigEndian(fields[8..], command.SequenceNumber ?? 0);
        command.Nonce.CopyTo(fields[16..]);
        command.Name.Value.CopyTo(fields[(16 + command.Nonce.Length)..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(fields, digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    private readonly record struct Signer(FaceId Face, Name Key);

    private sealed class Window
    {
        private readonly List<(ulong Order, UInt128 Stamp)> seen = new(WindowSize);
        private ulong unordered;

        public long LastUse { get; set; }

        public bool Accept(ulong? order, UInt128 stamp)
        {
            if (seen.Exists(known => known.Stamp == stamp))
            {
                return false;
            }

            var command = (Order: order ?? ++unordered, stamp);
            if (seen.Count == WindowSize)
            {
                var oldest = seen.MinBy(known => known.Order);
                if (command.Order < oldest.Order)
                {
                    return false;
                }

                seen.Remove(oldest);
            }

            seen.Add(command);
            return true;
        }
    }
}
