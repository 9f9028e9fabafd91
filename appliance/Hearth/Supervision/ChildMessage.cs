using System.Text.Json.Serialization;

namespace Hearth.Supervision;

/// <summary>What a child tells the supervisor.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Alive), "alive")]
[JsonDerivedType(typeof(Health), "health")]
[JsonDerivedType(typeof(SignedIn), "signedIn")]
[JsonDerivedType(typeof(AskWindow), "askWindow")]
[JsonDerivedType(typeof(Identify), "identify")]
[JsonDerivedType(typeof(ResetDone), "resetDone")]
[JsonDerivedType(typeof(PrepareSlot), "prepareSlot")]
[JsonDerivedType(typeof(ArmSlot), "armSlot")]
[JsonDerivedType(typeof(AbandonSlot), "abandonSlot")]
[JsonDerivedType(typeof(GoBack), "goBack")]
[JsonDerivedType(typeof(Restart), "restart")]
internal abstract record ChildMessage
{
    private ChildMessage()
    {
    }

    /// <summary>The first message on every link. The process is the one that the kernel names, so it does not say its id.</summary>
    /// <param name="Version">The <see cref="SupervisionProtocol.Version"/> that the child speaks.</param>
    /// <param name="Role">What it is.</param>
    public sealed record Hello(int Version, ChildRole Role) : ChildMessage;

    /// <summary>Answers a ping: the child's main loop still turns.</summary>
    /// <param name="Sequence">The ping's.</param>
    public sealed record Alive(long Sequence) : ChildMessage;

    /// <summary>How the node is; said at every change.</summary>
    public sealed record Health : ChildMessage
    {
        /// <summary>Every socket is open and content is served.</summary>
        public required bool Serving { get; init; }

        /// <summary>The board has an owner.</summary>
        public required bool Claimed { get; init; }

        /// <summary>A network is there.</summary>
        public required bool Network { get; init; }

        /// <summary>Something is wrong that only the owner can mend.</summary>
        public bool Fault { get; init; }

        /// <summary>The panel's page, such as <c>http://127.0.0.1:8080/</c>; null where there is none.</summary>
        public string? Page { get; init; }
    }

    /// <summary>A browser used the sign-in window, which closes it.</summary>
    public sealed record SignedIn : ChildMessage;

    /// <summary>
    /// Asks what a press has opened; answered by <see cref="SupervisorMessage.Window"/>. A claim asks, as the news of a
    /// press may still be on its way.
    /// </summary>
    public sealed record AskWindow : ChildMessage;

    /// <summary>Somebody wants to know which board this is.</summary>
    public sealed record Identify : ChildMessage;

    /// <summary>Everything is erased.</summary>
    public sealed record ResetDone : ChildMessage;

    /// <summary>
    /// The updater is about to write the slot that does not run: until it is armed or abandoned, or the updater is gone, the
    /// light says so. Answered by <see cref="SupervisorMessage.SlotChange"/>.
    /// </summary>
    public sealed record PrepareSlot : ChildMessage;

    /// <summary>The updater has written it and read it back: it is to be tried at the next start. Answered likewise.</summary>
    public sealed record ArmSlot : ChildMessage;

    /// <summary>The updater gave up: nothing is to be tried.</summary>
    public sealed record AbandonSlot : ChildMessage;

    /// <summary>The owner wants the version back that the other slot still holds. Answered by <see cref="SupervisorMessage.SlotChange"/>.</summary>
    public sealed record GoBack : ChildMessage;

    /// <summary>Restart the board, into whatever slot is next.</summary>
    public sealed record Restart : ChildMessage;
}
