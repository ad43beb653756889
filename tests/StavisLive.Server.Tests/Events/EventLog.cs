using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace StavisLive.Server.Tests.Events;

/// <summary>Keeps what is logged, each line with its level and what was thrown.</summary>
internal sealed class EventLog<T> : ILogger<T>
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>What was logged so far, without what only somebody who looks for a fault reads.</summary>
    public IReadOnlyList<string> Lines => [.. _lines.Where(line => !line.StartsWith(nameof(LogLevel.Debug), StringComparison.Ordinal))];

    /// <summary>Everything.</summary>
    public string All => string.Join('\n', _lines);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel} {formatter(state, exception)}{(exception is null ? "" : $" {exception}")}");
}
