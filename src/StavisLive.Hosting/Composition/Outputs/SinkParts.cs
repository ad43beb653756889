using Microsoft.Extensions.Logging;
using StavisLive.Media.Encoding.Regions.Gaze;

namespace StavisLive.Hosting.Composition.Outputs;

/// <summary>What the sinks of one stream share.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Logs">Where they log to.</param>
/// <param name="Gaze">Where a viewer looks, which is listened to once for all; null: nobody tells.</param>
internal sealed record SinkParts(TimeProvider Time, ILoggerFactory Logs, GazeGuide? Gaze)
{
    /// <summary>Those of a plan's stream.</summary>
    public static SinkParts For(StreamPlan plan, TimeProvider time, ILoggerFactory logs)
    {
        var gaze = plan.Config.Outputs.Gaze;
        return new(time, logs, gaze.Address is not { } address ? null : new GazeGuide(
            new GazeOptions { Address = address, Weight = gaze.Weight, Radius = gaze.Radius }, time, logs.CreateLogger<GazeGuide>()));
    }
}
