using StavisLive.Core.Inference;
using StavisLive.Core.Sinks;

namespace StavisLive.Core.Sessions.Stages;

/// <summary>What the stages of one stream share.</summary>
/// <param name="DelayLine">Where frames wait for their maps.</param>
/// <param name="Lane">The stream's way through the network.</param>
/// <param name="Hub">Where results and audio go.</param>
/// <param name="Tap">Sees what passes; may be null.</param>
/// <param name="Audio">Told of audio and pictures; null where nobody minds.</param>
/// <param name="Metrics">Counts and durations.</param>
/// <param name="Time">Clock of the durations.</param>
internal sealed record StageContext(
    DelayLine DelayLine,
    IInferenceLane Lane,
    StreamHub Hub,
    IStreamTap? Tap,
    AudioWatch? Audio,
    SessionMetrics Metrics,
    TimeProvider Time);
