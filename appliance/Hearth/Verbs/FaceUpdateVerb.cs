using System.CommandLine;
using Hearth.CommandLine;
using Hearth.Forwarding;
using Hearth.Forwarding.Management;

namespace Hearth.Verbs;

/// <summary><c>hearth face update</c>: what a face's link does.</summary>
internal static class FaceUpdateVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(VerbActions actions)
    {
        Argument<ulong> id = new("ID") { Description = "the face's number, as `hearth face list` shows it" };
        var reliable = SwitchOption.Create("--reliable", "send again what the link loses; for UDP, and best at both ends");
        var marking = SwitchOption.Create("--marking", "mark packets while the way out is congested");
        var fields = SwitchOption.Create("--local-fields", "let a program on this machine say where its interests go");
        Option<string> lasts = new("--lasts") { HelpName = "persistent|permanent|on-demand", Description = "when the face may be closed" };
        lasts.AcceptOnlyFromAmong("persistent", "permanent", "on-demand");
        Option<ulong?> mtu = new("--mtu") { HelpName = "BYTES", Description = "largest packet of the link" };
        return actions.Run(
            new Command("update", "change what a face's link does") { id, reliable, marking, fields, lasts, mtu },
            ManagementCall.Of(call =>
            {
                var (flags, mask) = (0ul, 0ul);
                Add(call.Call.Value(reliable), FaceFlag.Reliability, ref flags, ref mask);
                Add(call.Call.Value(marking), FaceFlag.CongestionMarking, ref flags, ref mask);
                Add(call.Call.Value(fields), FaceFlag.LocalFields, ref flags, ref mask);
                return UpdateAsync(call, new ControlParameters
                {
                    FaceId = call.Call.Value(id),
                    Flags = mask == 0 ? null : flags,
                    Mask = mask == 0 ? null : mask,
                    FacePersistency = PersistencyOf(call.Call.Value(lasts)),
                    Mtu = call.Call.Value(mtu),
                });
            }));
    }

    private static async Task UpdateAsync(ManagementCall call, ControlParameters wanted)
    {
        if (wanted is { Mask: null, FacePersistency: null, Mtu: null })
        {
            throw new WrongUsageException("face update needs one of: --reliable, --marking, --local-fields, --lasts, --mtu.");
        }

        var face = await FaceVerb.FindAsync(call, wanted.FaceId!.Value).ConfigureAwait(false);
        var response = await call.Management.CommandAsync("faces/update", wanted, call.Stop).ConfigureAwait(false);
        call.Say(response switch
        {
            { IsSuccess: true } => $"face {face.FaceId} to {face.Uri} changed",
            { StatusCode: 409, Parameters: { } wrong } => throw new VerbFailedException($"face {face.FaceId} to {face.Uri} cannot have {WordsFor(wrong)}."),
            _ => throw Client.ManagementClient.Refused(response),
        });
    }

    private static void Add(string? wanted, int bit, ref ulong flags, ref ulong mask)
    {
        mask |= wanted is null ? 0 : 1ul << bit;
        flags |= wanted is "on" ? 1ul << bit : 0;
    }

    private static FacePersistency? PersistencyOf(string? lasts) => lasts switch
    {
        "persistent" => FacePersistency.Persistent,
        "permanent" => FacePersistency.Permanent,
        "on-demand" => FacePersistency.OnDemand,
        _ => null,
    };

    // The forwarder repeats what it did not take.
    private static string WordsFor(ControlParameters wrong)
    {
        var words = new List<string>();
        AddIf((wrong.Flags >> FaceFlag.Reliability & 1) == 1, "--reliable (it is for UDP)");
        AddIf((wrong.Flags >> FaceFlag.CongestionMarking & 1) == 1, "--marking (its queue is not known)");
        AddIf((wrong.Flags >> FaceFlag.LocalFields & 1) == 1, "--local-fields (it is for programs on this machine)");
        AddIf(wrong.Mtu is not null, "this --mtu");
        AddIf(wrong.FacePersistency is not null, "this --lasts");
        return string.Join(", nor ", words);

        void AddIf(bool offending, string text)
        {
            if (offending)
            {
                words.Add(text);
            }
        }
    }
}
