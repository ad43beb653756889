using Microsoft.Extensions.Logging;

namespace StavisLive.Hosting.Tests;

/// <summary>Keeps what is logged, each line with its level and category.</summary>
internal sealed class CollectedLogs : ILoggerFactory
{
    private readonly List<string> _lines = [];

    /// <summary>What was logged so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new Log(this, categoryName);

    /// <inheritdoc />
    public void AddProvider(ILoggerProvider provider)
    {
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private sealed class Log(CollectedLogs all, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (all._lines) all._lines.Add($"{logLevel} {category} {formatter(state, exception)}");
        }
    }
}
