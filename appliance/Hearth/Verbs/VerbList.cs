using Hearth.CommandLine;

namespace Hearth.Verbs;

/// <summary>Every verb, in the order of the help. A new verb is one file beside this one and one word here.</summary>
internal static class VerbList
{
    /// <summary>Makes the verbs and binds them to their work.</summary>
    public static IReadOnlyList<VerbGroup> Groups(VerbActions actions) =>
    [
        new VerbGroup("Run the appliance",
        [
            RunVerb.Create(actions),
            NodeVerb.Create(actions),
            SuperviseVerb.Create(actions),
            UpdaterVerb.Create(actions),
            PressVerb.Create(actions),
            BoardVerb.Create(actions),
        ]),
        new VerbGroup("Publish and fetch",
        [
            PutVerb.Create(actions),
            GetVerb.Create(actions),
            LsVerb.Create(actions),
            UnpublishVerb.Create(actions),
            PeekVerb.Create(actions),
            PingVerb.Create(actions),
        ]),
        new VerbGroup("Look at the node, and steer it",
        [
            StatusVerb.Create(actions),
            UpdateVerb.Create(actions),
            IdentityVerb.Create(actions),
            FaceVerb.Create(actions),
            RouteVerb.Create(actions),
            StrategyVerb.Create(actions),
            ContentStoreVerb.Create(actions),
        ]),
    ];
}
