namespace Hearth.Identity.Recovery;

/// <summary>Why a text is not a recovery code.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Position">The word at fault, counted from 1; 0 where no single word is.</param>
/// <param name="Word">That word as typed, at most 32 characters of it; empty where no single word is.</param>
/// <param name="WordCount">How many words there are.</param>
public readonly record struct RecoveryCodeError(RecoveryCodeFault Fault, int Position, string Word, int WordCount)
{
    /// <summary>One line for a terminal that says what to do.</summary>
    public override string ToString() => Fault switch
    {
        RecoveryCodeFault.UnknownWord =>
            $"Word {Position}, '{Word}', is not one that a recovery code has; look at its first four letters again.",
        RecoveryCodeFault.TooFewWords or RecoveryCodeFault.TooManyWords =>
            $"A recovery code has {RecoveryCode.WordCount} words; here are {WordCount}.",
        RecoveryCodeFault.WordsDoNotBelongTogether =>
            "Each word is known, but they do not belong together: one may be another word, or two may have changed places.",
        _ => "The recovery code is right.",
    };
}
