using Hearth.Forwarding.Management;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;
using Xunit;

namespace Hearth.Tests.Forwarding.Management;

/// <summary>Bytes that nobody means well with: every structure and command of the vectors, changed a little, many times.</summary>
public sealed class HostileCommandTests
{
    // About a second in all.
    private const int Mutations = 4000;

    public static TheoryData<string> Structures =>
    [
        "parameters", "response", "response without parameters", "face status", "content store", "rib entry", "strategy choice",
        "forwarder status", "channel status", "face query filter",
    ];

    public static TheoryData<string> Commands =>
        ["rib/register", "rib/unregister", "faces/create", "strategy-choice/set", "rib/register v0.2"];

    [Theory]
    [MemberData(nameof(Structures))]
    public void A_structure_is_read_or_refused(string vector)
    {
        foreach (var bytes in MutationsOf(ManagementVectors.Get(vector), seed: vector.Length))
        {
            AssertAgrees(ControlParameters.TryRead(bytes, out var parameters, out var error), parameters, error);
            AssertAgrees(ControlResponse.TryRead(bytes, out var response, out error), response, error);
            AssertAgrees(FaceQueryFilter.TryRead(bytes, out var filter, out error), filter, error);
            AssertAgrees(Dataset.TryRead<FaceStatus>(bytes, out var faces, out error), faces, error);
            AssertAgrees(Dataset.TryRead<ContentStoreInfo>(bytes, out var stores, out error), stores, error);
            AssertAgrees(Dataset.TryRead<RibEntryStatus>(bytes, out var routes, out error), routes, error);
            AssertAgrees(Dataset.TryRead<FibEntryStatus>(bytes, out var hops, out error), hops, error);
            AssertAgrees(Dataset.TryRead<StrategyChoiceStatus>(bytes, out var strategies, out error), strategies, error);
            AssertAgrees(Dataset.TryRead<ForwarderStatus>(bytes, out var forwarders, out error), forwarders, error);
            AssertAgrees(Dataset.TryRead<ChannelStatus>(bytes, out var channels, out error), channels, error);
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_is_answered_once_or_passed_over(string vector)
    {
        var forwarder = new ManagedForwarder { MakesFaces = true };
        foreach (var interest in MutationsOf(ManagementVectors.Get(vector), seed: vector.Length))
        {
            var counters = forwarder.Service.Counters;
            var before = (counters.Ignored, Answered: counters.Commands + counters.Failed + counters.Unauthorized);
            var answers = forwarder.Receive(interest, forwarder.Program).Length;
            Assert.Equal(before.Ignored + 1 - answers, counters.Ignored);
            Assert.Equal(before.Answered + answers, counters.Commands + counters.Failed + counters.Unauthorized);
            Assert.InRange(answers, 0, 1);
        }
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(4000)]
    [InlineData(2049)]
    public void A_query_with_a_filter_of_any_size_is_answered_or_passed_over(int size)
    {
        var forwarder = new ManagedForwarder();
        byte[] filter = [0x96, 0xFD, (byte)(size >> 8), (byte)size, 0xFE, 0x00, 0x01, 0x00, 0x00, 0xFD, (byte)((size - 8) >> 8), (byte)(size - 8), .. new byte[size - 8]];
        var name = Name.Parse("/localhost/nfd/faces/query").Append(TlvType.GenericNameComponent, filter);
        Assert.InRange(forwarder.Receive(ManagedForwarder.Discovery(name), forwarder.Program).Length, 0, 1);
    }

    private static IEnumerable<byte[]> MutationsOf(byte[] vector, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Mutations; i++)
        {
            var bytes = vector.ToList();
            for (var changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(5))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes[at] ^= (byte)(1 << random.Next(8));
                        break;
                    case 2:
                        bytes.RemoveAt(at);
                        break;
                    case 3:
                        bytes.InsertRange(at, bytes[..Math.Min(bytes.Count, random.Next(1, 20))]);
                        break;
                    default:
                        bytes[at] = (byte)(bytes[at] + random.Next(-2, 3));
                        break;
                }
            }

            yield return [.. bytes];
        }
    }

    private static void AssertAgrees(bool read, object? result, ParseError error)
    {
        Assert.Equal(read, result is not null);
        Assert.Equal(read, error == ParseError.None);
    }
}
