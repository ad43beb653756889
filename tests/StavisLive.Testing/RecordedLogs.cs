using Microsoft.Extensions.Logging;

namespace StavisLive.Testing;

/// <summary>Gives a host one logger for everything.</summary>
/// <param name="log">The logger.</param>
public sealed class RecordedLogs(RecordingLogger log) : ILoggerProvider
{
    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => log;

    /// <inheritdoc />
    public void Dispose()
    {
        // It is the test's.
    }
}
