using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Sinks;
using StavisLive.Media.Encoding.Foveated;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Encoding.Regions;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Rendering;
using StavisLive.Media.Sinks.Display;
using StavisLive.Media.Sinks.Foveated;
using StavisLive.Media.Sinks.Maps;
using StavisLive.Media.Sinks.Metrics;
using StavisLive.Media.Sinks.QpMaps;
using StavisLive.Media.Sinks.Restream;
using StavisLive.Media.Sinks.Video;

namespace StavisLive.Hosting.Composition.Outputs;

/// <summary>The outputs that can be asked for, each with all that is to be known of it.</summary>
internal static class StreamOutputs
{
    /// <summary>Those that a plan asks for, in the order in which they are opened.</summary>
    public static IEnumerable<StreamOutput> Of(StreamPlan plan)
    {
        var outputs = plan.Config.Outputs;
        if (outputs.Overlay is { } overlay) yield return Overlay(overlay, plan);
        if (outputs.Maps is { } maps) yield return Maps(maps, plan);
        if (outputs.Metrics is { } metrics) yield return Metrics(metrics, plan);
        if (outputs.QpMaps is { } qpMaps) yield return QpMaps(qpMaps, plan);
        if (outputs.Restream is { } server) yield return Restream(server, outputs);
        if (outputs.Foveate.Target is { } video) yield return Foveated(video, plan);
        if (plan.Display) yield return Display(plan);
    }

    private static StreamOutput Overlay(string path, StreamPlan plan)
    {
        var look = LookOf(plan.Config.Outputs);
        return new("outputs.overlay", async parts => plan.IsStills
            ? new OverlayImageSink(path, look)
            : new OverlayVideoSink(
                new FfmpegProcessEncoderFactory(await FfmpegAsync().ConfigureAwait(false), parts.Time, parts.Logs.CreateLogger<OverlayVideoSink>()),
                path, look, parts.Logs.CreateLogger<OverlayVideoSink>()))
        {
            File = path,
            IsFolder = plan.IsStills && (Path.GetExtension(path).Length == 0 || Directory.Exists(path)),
            MayBeginLate = true,
            NeedsOpenCv = true,
        };
    }

    private static StreamOutput Maps(string path, StreamPlan plan)
    {
        var isFolder = !Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase);
        return new("outputs.maps", _ => Task.FromResult<ISink>(
            !isFolder ? new NpyMapSink(path) : plan.IsStills ? new StillNpySink(path) : new PngMapSink(path)))
        {
            File = path,
            IsFolder = isFolder,
            MayBeginLate = true,
            NeedsOpenCv = isFolder && !plan.IsStills,
        };
    }

    // A live stream's lines go on behind those of a file that cannot be renamed.
    private static StreamOutput Metrics(string target, StreamPlan plan) =>
        new("outputs.metrics", _ => Task.FromResult<ISink>(new MetricsSink(target, plan.Epoch, goesOn: plan.KeepsEarlier)))
        {
            File = plan.Config.Outputs.MetricsFile,
            Place = target,
            GoesOn = plan.KeepsEarlier,
            MayBeginLate = true,
        };

    // It may not begin late: its records are counted from the stream's first frame.
    private static StreamOutput QpMaps(string target, StreamPlan plan)
    {
        var outputs = plan.Config.Outputs;
        return new("outputs.qpMaps", parts => Task.FromResult<ISink>(new QpMapSink(
            target, FoveationOf(outputs), outputs.QpBlockSize, parts.Gaze, parts.Logs.CreateLogger<QpMapSink>())))
        {
            File = outputs.QpMapsFile,
            Place = target.StartsWith(OutputConfig.SocketPrefix, StringComparison.Ordinal) ? target[OutputConfig.SocketPrefix.Length..] : target,
        };
    }

    private static StreamOutput Restream(string target, OutputConfig outputs)
    {
        var look = LookOf(outputs);
        return new("outputs.restream", async parts => new RestreamSink(
            new FfmpegStreamEncoderFactory(await FfmpegAsync().ConfigureAwait(false), parts.Time, parts.Logs.CreateLogger<RestreamSink>()),
            target, outputs.RestreamContent, look, parts.Time, parts.Logs.CreateLogger<RestreamSink>()))
        {
            Place = target,
            IsSent = target.Contains("://", StringComparison.Ordinal),
            NeedsOpenCv = outputs.RestreamContent == RestreamContent.Overlay,
        };
    }

    // With an eye tracker it may not begin late: one sink listens to that for all, and would have to go on listening.
    private static StreamOutput Foveated(string target, StreamPlan plan)
    {
        var outputs = plan.Config.Outputs;
        var foveate = outputs.Foveate;
        var video = new FoveatedVideoOptions { Codec = foveate.Codec, Method = foveate.Method, Bitrate = foveate.Bitrate, Quality = foveate.Quality };
        return new("outputs.foveate.target", async parts => new FoveatedSink(
            new FoveatedEncoderFactory(
                await FfmpegAsync().ConfigureAwait(false), video, parts.Time, parts.Logs.CreateLogger<FoveatedEncoderFactory>()),
            target, FoveationOf(outputs), parts.Gaze, parts.Time, parts.Logs.CreateLogger<FoveatedSink>()))
        {
            File = foveate.File,
            Place = target,
            IsSent = foveate.IsSent,
            MayBeginLate = outputs.Gaze.Address is null,
        };
    }

    private static StreamOutput Display(StreamPlan plan) =>
        new("outputs.display", parts => Task.FromResult<ISink>(new DisplaySink(plan.StreamName, LookOf(plan.Config.Outputs), parts.Time)))
        {
            NeedsOpenCv = true,
        };

    private static Task<FfmpegTools> FfmpegAsync() => FfmpegTools.FindAsync(CancellationToken.None);

    private static FoveationOptions FoveationOf(OutputConfig outputs) => new() { Strength = outputs.Foveate.Strength };

    private static OverlayOptions LookOf(OutputConfig outputs) => new() { Opacity = outputs.Opacity, Colormap = outputs.Colormap };
}
