using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Synchronization;
using StavisLive.Media.Ffmpeg;
using StavisLive.Model.Checkpoints;
using StavisLive.Model.Native;

namespace StavisLive.Hosting;

/// <summary>Tells failures that happen to everybody from mistakes of the program.</summary>
public static class ExpectedFailure
{
    /// <summary>Whether its message is meant for people and says everything.</summary>
    public static bool Is(Exception e) =>
        e is SourceException or SinkException or CheckpointException or FfmpegException or SyncNotFoundException or InvalidDataException or TorchUnavailableException or IOException or UnauthorizedAccessException;
}
