using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace StavisLive.Testing;

/// <summary>Keeps what was logged. Thread-safe.</summary>
public sealed class RecordingLogger : ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _entries = [];

    /// <summary>Everything so far.</summary>
    public IReadOnlyCollection<(LogLevel Level, string Text)> Entries => _entries;

    /// <summary>Waits for an entry.</summary>
    public Task UntilAsync(Predicate<(LogLevel Level, string Text)> condition) =>
        Eventually.HoldsAsync(() => _entries.Any(entry => condition(entry)), () => string.Join("; ", _entries));

    /// <inheritdoc />
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    /// <inheritdoc />
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc />
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((logLevel, formatter(state, exception)));
}
