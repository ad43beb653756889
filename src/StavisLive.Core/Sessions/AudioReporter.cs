using Microsoft.Extensions.Logging;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Sessions;

/// <summary>Logs and publishes what becomes of a stream's audio.</summary>
internal sealed partial class AudioReporter(string stream, StreamHub hub, ILogger log)
{
    private bool _hasToldInvalid;

    /// <summary>Takes note of samples that were no numbers, or beyond any scale; told once.</summary>
    public void TakeInvalid()
    {
        if (Interlocked.Exchange(ref _hasToldInvalid, true)) return;
        LogInvalid(log, stream);
    }

    /// <summary>Tells of audio of which the larger part comes when the live maps that it belongs to have been made.</summary>
    public void CheckLag(WindowingOptions windowing)
    {
        var window = TimeSpan.FromSeconds(NetworkWindow.Frames / windowing.Fps);
        if (windowing is { IsLive: true, HasAudio: true, Listens: true } && windowing.AudioLag > window / 2)
            LogTooLate(log, stream, (long)windowing.AudioLag.TotalMilliseconds, (long)window.TotalMilliseconds);
    }

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

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The sound of {Stream:l} has samples that are no numbers, or far beyond full scale: they are silenced or limited, and counted as invalid-sample")]
    private static partial void LogInvalid(ILogger log, string stream);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The sound of {Stream:l}, moved earlier, comes {Lag} ms behind its pictures; a live map waits for none and hears the {Window} ms of its window, so that it hears little of it or nothing")]
    private static partial void LogTooLate(ILogger log, string stream, long lag, long window);

    [LoggerMessage(Level = LogLevel.Information, Message = "The sound of {Stream:l} is back")]
    private static partial void LogHeard(ILogger log, string stream);
}
