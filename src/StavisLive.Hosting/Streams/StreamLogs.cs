using Microsoft.Extensions.Logging;

namespace StavisLive.Hosting.Streams;

/// <summary>Puts a stream's name in front of whatever its parts log. Borrows the factory that it hands on to.</summary>
internal sealed class StreamLogs(ILoggerFactory logs, string stream) : ILoggerFactory
{
    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new NamingLogger(logs.CreateLogger(categoryName), stream);

    /// <inheritdoc />
    public void AddProvider(ILoggerProvider provider) => logs.AddProvider(provider);

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private sealed class NamingLogger(ILogger log, string stream) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => log.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) log.Log(logLevel, eventId, $"{stream}: {formatter(state, exception)}", exception, static (text, _) => text);
        }
    }
}
