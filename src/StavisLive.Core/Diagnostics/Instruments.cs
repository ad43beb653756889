using System.Diagnostics.Metrics;

namespace StavisLive.Core.Diagnostics;

/// <summary>What is counted, and whose distribution is told, where it happens. What is read when somebody asks is in <see cref="Gauges"/>.</summary>
internal static class Instruments
{
    // From a small picture's resize to a map that is seconds late; the finest where a frame's time (33 ms) is to be judged.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10],
    };

    public static Counter<long> Frames { get; } = Count("stavis.frames", "{frame}", "Frames that the source delivered.");

    public static Counter<long> FramesDropped { get; } = Count(
        "stavis.frames.dropped", "{frame}", "Frames, and windows ending with them, that were left out, by the stage that did and its reason.");

    public static Counter<long> Maps { get; } = Count("stavis.maps", "{map}", "Maps that the network computed for the stream.");

    public static Histogram<double> StageDuration { get; } = Durations("stavis.stage.duration", "Time that a stage takes for a frame or a window.");

    public static Histogram<double> CaptureToMap { get; } = Durations(
        "stavis.capture_to_map", "Time from a frame's being handed to the process to its map's being published.");

    public static Counter<long> Reconnects { get; } = Count(
        "stavis.reconnects", "{reconnect}", "Connections after the first one, by how the one before ended.");

    public static Counter<long> AudioUnderruns { get; } = Count(
        "stavis.audio.underruns", "{window}", "Windows that were due before any of their audio came, though the source has audio.");

    public static Counter<long> SubscriberSkips { get; } = Count(
        "stavis.subscriber.skipped", "{item}", "Results, pieces of audio and states that newer ones pushed out because a subscriber was too slow.");

    public static Counter<long> NetworkSteps { get; } = Count("stavis.network.steps", "{step}", "Windows that the network computed, of all streams.");

    private static Counter<long> Count(string name, string unit, string description) =>
        Telemetry.Meter.CreateCounter<long>(name, unit, description);

    private static Histogram<double> Durations(string name, string description) =>
        Telemetry.Meter.CreateHistogram(name, "s", description, tags: null, Seconds);
}
