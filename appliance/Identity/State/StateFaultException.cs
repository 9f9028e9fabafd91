namespace Hearth.Identity.State;

/// <summary>Something in the state directory is not as it should be; the message is one line that says what to do.</summary>
public sealed class StateFaultException : Exception
{
    /// <summary>With that line.</summary>
    public StateFaultException(string message) : base(message)
    {
    }

    /// <summary>With that line and what was behind it.</summary>
    public StateFaultException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
