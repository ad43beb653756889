using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Sinks;
using StavisLive.Media.Encoding.Foveated;
using StavisLive.Media.Encoding.Foveation;
using StavisLive.Media.Encoding.Foveation.Gaze;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Rendering;
using StavisLive.Media.Sinks.Display;
using StavisLive.Media.Sinks.Foveated;
using StavisLive.Media.Sinks.Maps;
using StavisLive.Media.Sinks.Metrics;
using StavisLive.Media.Sinks.QpMaps;
using StavisLive.Media.Sinks.Restream;
using StavisLive.Media.Sinks.Video;

namespace StavisLive.Hosting.Composition;

/// <summary>Makes the sinks that a plan asks for.</summary>
internal static class SinkFactory
{
    /// <exception cref="FfmpegException">An overlay video, restreaming or foveated video is wanted, and there is no ffmpeg to encode it.</exception>
    public static async Task<SinkSet> CreateAsync(StreamPlan plan, TimeProvider time, ILoggerFactory logs)
    {
        var outputs = plan.Config.Outputs;
        var look = LookOf(outputs);
        var window = plan.Display ? new DisplaySink(plan.StreamName, look, time) : null;
        var gaze = outputs.Gaze.Address is null ? null : new GazeGuide(outputs.Gaze, time, logs.CreateLogger<GazeGuide>());

        var sinks = new List<ISink>();
        if (outputs.Overlay is { } overlay) sinks.Add(await OverlayAsync(overlay, look, plan.IsStills, time, logs));
        if (outputs.Maps is { } maps) sinks.Add(Maps(maps, plan.IsStills));
        if (outputs.Metrics is { } metrics) sinks.Add(MetricsOf(metrics, plan));
        if (outputs.QpMaps is { } qpMaps)
            sinks.Add(new QpMapSink(qpMaps, new FoveationOptions { Strength = outputs.Foveate.Strength }, outputs.QpBlockSize, gaze, logs.CreateLogger<QpMapSink>()));
        if (outputs.Restream is { } target) sinks.Add(await RestreamAsync(target, outputs.RestreamContent, look, time, logs));
        if (outputs.Foveate.Target is not null) sinks.Add(await FoveatedAsync(outputs.Foveate, gaze, time, logs));
        if (window is not null) sinks.Add(window);
        return new SinkSet(sinks, window?.Closed ?? CancellationToken.None);
    }

    /// <summary>The file of a sink that may be begun anew in the middle of a stream when it has failed, and what makes another one; null: it may not.</summary>
    /// <remarks>
    /// Records of QP maps are counted from the stream's first frame, an eye tracker is listened to by one sink for all, and what a link
    /// leads to is not renamed, so it would be written over. Metrics go on where they cannot be renamed.
    /// </remarks>
    public static SinkRenewal? RenewalOf(string sink, StreamPlan plan, TimeProvider time, ILoggerFactory logs)
    {
        SinkRenewal? renewal = (sink, plan.Config.Outputs) switch
        {
            ("overlay", { Overlay: { } path } outputs) => new(path, IsContinued: false, () => OverlayAsync(path, LookOf(outputs), plan.IsStills, time, logs)),
            ("maps", { Maps: { } path }) => new(path, IsContinued: false, () => Task.FromResult(Maps(path, plan.IsStills))),
            ("metrics", { Metrics: { } path and not OutputConfig.StandardOutput }) => new(path, IsContinued: true, () => Task.FromResult<ISink>(MetricsOf(path, plan))),
            ("foveate", { Foveate: { Target: { } path, IsSent: false }, Gaze.Address: null } outputs) =>
                new(path, IsContinued: false, () => FoveatedAsync(outputs.Foveate, gaze: null, time, logs)),
            _ => null,
        };
        return renewal is { IsContinued: false } && new FileInfo(renewal.Path).LinkTarget is not null ? null : renewal;
    }

    private static MetricsSink MetricsOf(string path, StreamPlan plan) => new(path, plan.Epoch, goesOn: plan.KeepsEarlier);

    private static OverlayOptions LookOf(OutputConfig outputs) => new() { Opacity = outputs.Opacity, Colormap = outputs.Colormap };

    private static async Task<ISink> OverlayAsync(string path, OverlayOptions look, bool isStills, TimeProvider time, ILoggerFactory logs) => isStills
        ? new OverlayImageSink(path, look)
        : new OverlayVideoSink(
            new FfmpegProcessEncoderFactory(await FfmpegTools.FindAsync(CancellationToken.None), time, logs.CreateLogger<OverlayVideoSink>()),
            path, look, logs.CreateLogger<OverlayVideoSink>());

    private static async Task<ISink> RestreamAsync(string target, RestreamContent content, OverlayOptions look, TimeProvider time, ILoggerFactory logs) =>
        new RestreamSink(
            new FfmpegStreamEncoderFactory(await FfmpegTools.FindAsync(CancellationToken.None), time, logs.CreateLogger<RestreamSink>()),
            target, content, look, time, logs.CreateLogger<RestreamSink>());

    private static async Task<ISink> FoveatedAsync(FoveationConfig config, GazeGuide? gaze, TimeProvider time, ILoggerFactory logs) =>
        new FoveatedSink(
            new FoveatedEncoderFactory(await FfmpegTools.FindAsync(CancellationToken.None), config, time, logs.CreateLogger<FoveatedEncoderFactory>()),
            config, gaze, time, logs.CreateLogger<FoveatedSink>());

    private static ISink Maps(string path, bool isStills) => (Path.GetExtension(path).ToLowerInvariant(), isStills) switch
    {
        (".npy", _) => new NpyMapSink(path),
        (_, true) => new StillNpySink(path),
        _ => new PngMapSink(path),
    };
}
