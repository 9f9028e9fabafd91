using Hearth.Updates.Fetch;

namespace Hearth.Updating;

/// <summary>An object is not to be had: every source rests, and nobody waits that long.</summary>
/// <param name="fault">The gravest that its sources did.</param>
/// <param name="brokeOff">Some of it came.</param>
/// <param name="message">One line for the log.</param>
internal sealed class NotFetchedException(FetchFault fault, bool brokeOff, string message) : IOException(message)
{
    /// <summary>The gravest that its sources did.</summary>
    public FetchFault Fault => fault;

    /// <summary>Whether some of it came.</summary>
    public bool BrokeOff => brokeOff;
}
