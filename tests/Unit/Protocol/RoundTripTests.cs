using FsCheck;
using FsCheck.Fluent;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests.Protocol;

/// <summary>What is written reads back, whatever it is.</summary>
public sealed class RoundTripTests
{
    private static readonly Gen<byte[]> Bytes = ArbMap.Default.GeneratorFor<byte[]>();

    private static readonly Gen<Name> Names =
        (from type in Gen.Frequency((4, Gen.Constant(8)), (1, Gen.Choose(3, ushort.MaxValue)))
         from value in Bytes
         select (Type: (uint)type, Value: value)).ListOf().Select(components =>
            components.Aggregate(Name.Empty, (name, component) => name.Append(component.Type, component.Value)));

    private static readonly Gen<(int Mtu, int Size, int Seed)> Links =
        from mtu in Gen.Choose(64, 1500)
        from size in Gen.Choose(1, PacketLimits.MaxPacketSize)
        from seed in Gen.Choose(0, int.MaxValue)
        select (mtu, size, seed);

    [Fact]
    public void Names_read_back_from_their_URI() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Names.ToArbitrary(), name => Name.Parse(name.ToString()) == name));

    [Fact]
    public void Any_text_is_a_name_or_is_not() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
            !Name.TryParse(text.Get, out var name) || Name.Parse(name.ToString()) == name));

    [Fact]
    public void The_order_of_names_is_total() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Names.Three().ToArbitrary(), names =>
        {
            var (first, second, third) = names;
            return Math.Sign(first.CompareTo(second)) == -Math.Sign(second.CompareTo(first))
                && (first.CompareTo(second) == 0) == (first == second)
                && !(first <= second && second <= third && first > third);
        }));

    [Fact]
    public void Data_reads_back() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Zip(Names, Bytes).ToArbitrary(), packet =>
        {
            var (name, content) = packet;
            var wire = new DataBuilder(name) { Content = content, FinalSegment = (ulong)content.Length }.Build(DigestSha256.Signer);
            return Data.TryRead(wire, out var data, out _)
                && data.Name.Equals(name)
                && data.Content.SequenceEqual(content)
                && data.TryGetFinalSegment(out var final) && final == (ulong)content.Length
                && DigestSha256.Verifier.Verify(data);
        }));

    [Fact]
    public void Interests_read_back() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Zip(Names.Where(name => name.Count > 0), Bytes).ToArbitrary(), packet =>
        {
            var (name, parameters) = packet;
            var wire = new InterestBuilder(name) { Nonce = 7, ApplicationParameters = parameters }
                .Build(DigestSha256.Signer, new SignatureFreshness(default, (ulong)parameters.Length, null));
            return Interest.TryRead(wire, out var interest, out _)
                && interest.Name.Prefix(name.Count).Equals(name)
                && interest.ApplicationParameters.SequenceEqual(parameters)
                && interest.Signature.Time == (ulong)parameters.Length
                && DigestSha256.Verifier.Verify(interest);
        }));

    [Fact]
    public void Fragments_of_any_size_in_any_order_are_put_together() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Links.ToArbitrary(), sizes =>
        {
            var (mtu, size, seed) = sizes;
            var random = new Random(seed);
            var packet = new byte[size];
            random.NextBytes(packet);
            var link = new LinkService(new ReassemblyPool(), (ulong)seed);
            var frames = Frames(link, packet, mtu);
            random.Shuffle(frames);
            return frames[..^1].All(frame => !link.TryReceive(frame, default, out _))
                && link.TryReceive(frames[^1], default, out var received)
                && received.Fragment.SequenceEqual(packet)
                && received.PitToken.SequenceEqual(new byte[] { 9 });
        }));

    private static byte[][] Frames(LinkService link, byte[] packet, int mtu)
    {
        var buffer = new byte[packet.Length + FrameWriter.Overhead];
        var frames = new List<byte[]>();
        var writer = link.Send(LpPacket.Of(packet) with { PitToken = [9] }, mtu, TimeSpan.Zero);
        while (writer.TryWriteNext(buffer, out var size))
        {
            frames.Add(buffer[..size]);
        }

        return [.. frames];
    }
}
