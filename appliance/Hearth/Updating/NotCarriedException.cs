namespace Hearth.Updating;

/// <summary>The node does not bring what the updater asked for, and says why.</summary>
/// <param name="fault">By the name that reports have for it.</param>
/// <param name="message">One line for people.</param>
internal sealed class NotCarriedException(string fault, string message) : IOException(message)
{
    /// <summary>By the name that reports have for it.</summary>
    public string Fault => fault;
}
