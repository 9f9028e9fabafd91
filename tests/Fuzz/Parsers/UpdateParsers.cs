using System.Text;
using Hearth.Updates.Tuf;

namespace Hearth.Tests.Fuzz.Parsers;

/// <summary>Parser of what an update's repository publishes: read before any signature is checked.</summary>
internal static class UpdateParsers
{
    private const int MostBytes = 2200;

    // A value of JSON takes at least two bytes of text, and some two hundred of memory as a value, a field and canonical text.
    private const int MostMemory = MostBytes / 2 * 200;

    public static IReadOnlyList<Parser> All { get; } =
    [
        new("TUF metadata", "appliance/Updates/Tuf/Metadata.cs", ReadMetadata, Corpus) { AllocationLimit = MostMemory, InputLimit = MostBytes },
    ];

    private static byte[][] Corpus =>
    [
        Envelope(""" "_type":"root","consistent_snapshot":true,"keys":{"aa":{"keytype":"ed25519","scheme":"ed25519","keyval":{"public":"00"}}},"roles":{"root":{"keyids":["aa"],"threshold":1},"timestamp":{"keyids":["aa"],"threshold":2},"snapshot":{"keyids":[],"threshold":1},"targets":{"keyids":["aa","bb"],"threshold":1}} """),
        Envelope(""" "_type":"timestamp","x-hearth-issued":"2026-06-01T12:00:00Z","meta":{"snapshot.json":{"version":7,"length":1200,"hashes":{"sha256":"00ff","sha512":"AB"}}} """),
        Envelope(""" "_type":"snapshot","meta":{"targets.json":{"version":7},"a b.json":{"version":8,"length":9}} """),
        Envelope(""" "_type":"targets","targets":{"folder/image":{"length":0,"hashes":{"sha256":"00"},"custom":{"wave":[1,-5,null,true,"\u00e9\ud83d\udc1d\"\\"]}}},"delegations":{"keys":{"aa":{"keytype":"rsa","scheme":"rsassa-pss-sha256","keyval":{"public":"-----BEGIN"}}},"roles":[{"name":"boards","keyids":["aa"],"threshold":1,"terminating":true,"paths":["*.img","x/[a-c]?"]},{"name":"bins","keyids":[],"threshold":1,"path_hash_prefixes":["0a"]}]} """),
    ];

    private static byte[] Envelope(string fields) => Encoding.UTF8.GetBytes(
        $$"""{"signatures":[{"keyid":"aa","sig":"00ff"},{"keyid":"bb","sig":""}],"signed":{"spec_version":"1.0.31","version":7,"expires":"2030-01-01T00:00:00Z",{{fields}} } }""");

    private static bool ReadMetadata(ReadOnlySpan<byte> input)
    {
        var isRead = Metadata.TryRead("input", input, MostBytes, out var metadata, out _);
        if (metadata is TargetsMetadata targets)
        {
            foreach (var delegation in targets.Delegations)
            {
                delegation.Covers("x/b1");
            }
        }

        return isRead;
    }
}
