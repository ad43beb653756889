using Microsoft.Extensions.Logging;
using StavisLive.Core.Recording;
using StavisLive.Core.Sinks;
using StavisLive.Media.Encoding;

namespace StavisLive.Hosting.Composition;

/// <summary>Makes the flight recorder that a plan asks for.</summary>
internal static class RecorderFactory
{
    /// <summary>Null where none is asked for.</summary>
    /// <exception cref="SinkException">Its folder cannot be made.</exception>
    public static FlightRecorder? Create(StreamPlan plan, TimeProvider time, ILoggerFactory logs)
    {
        var config = plan.Config.Outputs.Recorder;
        if (config.Folder is not { } folder) return null;
        var options = new RecorderOptions
        {
            Folder = folder,
            Duration = TimeSpan.FromSeconds(config.Seconds),
            MaxBytes = config.Megabytes * 1_000_000L,
            Keep = config.Keep,
            MaxCaptureToMap = config.MaxCaptureToMap is { } limit ? TimeSpan.FromMilliseconds(limit) : null,
            AnomalyPause = TimeSpan.FromSeconds(config.Pause),
        };
        return new FlightRecorder(options, new JpegEncoder(), time, logs.CreateLogger<FlightRecorder>());
    }
}
