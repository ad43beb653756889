using Microsoft.Extensions.Logging;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;

namespace StavisLive.Core.Sessions;

/// <summary>Logs and publishes what becomes of a live stream's audio.</summary>
internal sealed partial class AudioReporter(string stream, StreamHub hub, ILogger log)
{
    /// <summary>Takes a change; neither waits nor throws.</summary>
    public void Take(AudioChange change)
    {
        switch (change.State)
        {
            case AudioState.Silent:
                LogSilent(log, stream, change.Reason!);
                break;
            case AudioState.Missing:
                LogMissing(log, stream, change.Reason!);
                break;
            default:
                LogHeard(log, stream);
                break;
        }
        hub.Publish(change with { Stream = stream });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sound of {Stream:l} is {Reason:l}. Is the microphone muted?")]
    private static partial void LogSilent(ILogger log, string stream, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sound of {Stream:l} is missing: {Reason:l}")]
    private static partial void LogMissing(ILogger log, string stream, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The sound of {Stream:l} is back")]
    private static partial void LogHeard(ILogger log, string stream);
}
