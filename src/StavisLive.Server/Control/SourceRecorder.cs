using Microsoft.Extensions.Logging;
using StavisLive.Hosting.Streams;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Control;

/// <summary>Has flight recorders of this machine write: a file belongs to the machine that has watched.</summary>
/// <param name="manager">The streams; borrowed.</param>
/// <param name="log">Told who asked for it.</param>
internal sealed partial class SourceRecorder(StreamManager manager, ILogger<SourceRecorder> log)
{
    /// <summary>Has a source's flight recorder write what it remembers.</summary>
    /// <exception cref="ControlException">It has none, or not now.</exception>
    public void Record(WatchedSource source, string caller)
    {
        if (manager.Find(source.Name) is not { } stream || !stream.TriggerRecording("operator"))
            throw new ControlException($"\"{source.Id}\" has no flight recorder at work; `outputs.recorder.folder` of its configuration gives it one.", RefusalKind.NotNow);
        LogRecorded(log, source.Name, caller);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Caller} has {Source} recorded")]
    private static partial void LogRecorded(ILogger log, string source, string caller);
}
