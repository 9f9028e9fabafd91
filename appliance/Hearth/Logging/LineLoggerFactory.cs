using Microsoft.Extensions.Logging;

namespace Hearth.Logging;

/// <summary>Gives every part of a process the same <see cref="LineLogger"/>: the line says what, not which class.</summary>
/// <param name="name">The process.</param>
/// <param name="writer">Where to.</param>
/// <param name="level">The least level that is written, by name.</param>
internal sealed class LineLoggerFactory(string name, TextWriter writer, string? level) : ILoggerFactory
{
    private readonly LineLogger logger = LineLogger.Create(name, writer, level);
    private readonly bool given = Enum.TryParse<LogLevel>(level, ignoreCase: true, out _);

    /// <summary>Writes from this level on, by name, unless one was given at the start: who debugs has the last word.</summary>
    public void Prefer(string least)
    {
        if (!given)
        {
            logger.Least = Enum.Parse<LogLevel>(least, ignoreCase: true);
        }
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        // The web server's own lines are for those who debug it, and name visitors' addresses.
        categoryName.StartsWith("Microsoft.", StringComparison.Ordinal) ? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance : logger;

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The lines go to one place.");

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
