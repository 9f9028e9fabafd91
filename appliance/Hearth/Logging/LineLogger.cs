using Microsoft.Extensions.Logging;

namespace Hearth.Logging;

/// <summary>Logs lines for people: <c>supervisor: node started.</c></summary>
/// <param name="name">Who says it.</param>
/// <param name="writer">Where to.</param>
/// <param name="least">The least level that is written at first.</param>
internal sealed class LineLogger(string name, TextWriter writer, LogLevel least) : ILogger
{
    /// <summary>Whether a line is written depends on <c>HEARTH_LOG</c>: a <see cref="LogLevel"/>'s name, <c>Information</c> where it is not set.</summary>
    public static LineLogger Create(string name, TextWriter writer, string? level) =>
        new(name, writer, Enum.TryParse<LogLevel>(level, ignoreCase: true, out var least) ? least : LogLevel.Information);

    /// <summary>The least level that is written; may change at any time.</summary>
    public LogLevel Least { get; set; } = least;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= Least && logLevel != LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }
        // One write a line: several processes share this stream.
        writer.Write($"{name}: {formatter(state, exception)}{(exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})")}\n");
        writer.Flush();
    }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
