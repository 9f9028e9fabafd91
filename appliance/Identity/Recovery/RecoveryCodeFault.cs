namespace Hearth.Identity.Recovery;

/// <summary>What is wrong with a recovery code as typed.</summary>
public enum RecoveryCodeFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A word is not in the list; the error says which.</summary>
    UnknownWord,

    /// <summary>There are fewer than 14 words.</summary>
    TooFewWords,

    /// <summary>There are more than 14 words.</summary>
    TooManyWords,

    /// <summary>Every word is in the list, but they do not belong together: one is another word, or they are in another order.</summary>
    WordsDoNotBelongTogether,
}
