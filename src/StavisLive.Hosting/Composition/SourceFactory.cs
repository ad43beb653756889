using Microsoft.Extensions.Logging;
using StavisLive.Core.Media;
using StavisLive.Core.Recording;
using StavisLive.Core.Sources;
using StavisLive.Core.Sources.Decorators;
using StavisLive.Core.Sources.Reconnection;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Sources.Cameras;
using StavisLive.Media.Sources.Files;
using StavisLive.Media.Sources.Microphones;
using StavisLive.Media.Sources.Recordings;
using StavisLive.Media.Sources.Rtsp;
using StavisLive.Media.Sources.Stills;
using StavisLive.Scenes.BuiltIn;

namespace StavisLive.Hosting.Composition;

/// <summary>Makes the source that a plan asks for, with what paces, repeats, limits or replaces around it.</summary>
public static class SourceFactory
{
    // Stalled is said before the connection is given up, so that there is time to come back: 2 of 5 seconds.
    private const double StalledShare = 0.4;

    /// <summary>The source of a plan, not yet open; the caller owns it.</summary>
    public static ISource Create(StreamPlan plan, TimeProvider time, ILoggerFactory logs)
    {
        var config = plan.Config;
        var hardware = new HardwareDecoding(config.Source.Hwaccel, logs.CreateLogger<HardwareDecoding>());
        var source = config.Source switch
        {
            { Rtsp: not null } or { Camera: not null } => Supervise(plan, hardware, time, logs),
            { Loop: true } => new LoopingSource(() => CreateBare(plan, hardware, time, logs)),
            _ => CreateBare(plan, hardware, time, logs),
        };
        // Right behind the capture, and masks first: they are places of the whole frame.
        if (config.Source.Masks.Count > 0) source = new MaskedSource(source, config.Source.Masks);
        if (config.Source.Region is { } region) source = new RegionSource(source, region);
        if (plan.IsPaced) source = new PacedSource(source, time);
        if (plan.Microphone is { } name)
            source = new MicrophoneSource(source, MicrophoneFinder.Maker(name, time), plan.KeepsTrying, time, logs.CreateLogger<MicrophoneSource>());
        if (config.Source.AvOffset != 0) source = new AudioOffsetSource(source, MediaTime.FromSeconds(config.Source.AvOffset / 1000));
        if (config.Limits is { MaxFrames: not null } or { Duration: not null })
            source = new LimitedSource(source, config.Limits.MaxFrames, config.Limits.Duration is { } seconds ? Seconds(seconds) : null, time);
        return source;
    }

    private static SupervisedSource Supervise(StreamPlan plan, HardwareDecoding hardware, TimeProvider time, ILoggerFactory logs)
    {
        var source = plan.Config.Source;
        var pools = new FramePools();
        var options = new SupervisionOptions
        {
            ReconnectAttempts = source.Camera is { } camera && !CameraSource.MayComeBack(camera) ? 0 : source.ReconnectAttempts,
            StalledAfter = Seconds(source.ReadTimeout * StalledShare),
            MaxAge = Seconds(source.MaxAge / 1000),
            SkipsBacklog = source.Rtsp is not null,
            KeepsTrying = plan.KeepsTrying,
        };
        return new SupervisedSource(
            isFirst => CreateBare(plan, hardware, time, logs, pools, isFirst), options, new Random(), time, logs.CreateLogger<SupervisedSource>());
    }

    private static ISource CreateBare(
        StreamPlan plan, HardwareDecoding hardware, TimeProvider time, ILoggerFactory logs, FramePools? pools = null, bool isFirst = true)
    {
        var source = plan.Config.Source;
        // A recording takes the source's own audio over as it is; a repeated one has none that could be.
        var passAudio = plan.Config.Outputs is { Overlay: not null } or { Foveate.File: not null } && !source.Loop && source.Mic is null;
        // A microphone takes the place of the source's own audio, and "none" silences it.
        var wantsAudio = source.Mic is null;
        return source switch
        {
            { Camera: { } camera } => new CameraSource(
                camera,
                new CameraOptions
                {
                    Size = source.CameraSize,
                    Rate = source.CameraFps,
                    Format = source.CameraFormat,
                    ConnectTimeout = Seconds(source.ConnectTimeout),
                    ReadTimeout = Seconds(source.ReadTimeout),
                },
                time,
                logs.CreateLogger<CameraSource>()),
            { Rtsp: { } address } => new RtspSource(
                address,
                new RtspSourceOptions
                {
                    WantsAudio = wantsAudio,
                    Hardware = hardware,
                    // Across connections only samples are certain to fit together.
                    PassEncodedAudio = passAudio && source.ReconnectAttempts == 0,
                    Transport = source.RtspTransport,
                    FindsFrameRate = isFirst,
                    ConnectTimeout = Seconds(source.ConnectTimeout),
                    ReadTimeout = Seconds(source.ReadTimeout),
                },
                time,
                pools,
                logs.CreateLogger<RtspSource>()),
            { Input: { } path } when plan.IsStills => new ImageSource(path, time, logs.CreateLogger<ImageSource>()),
            { Input: { } path } when FlightFile.IsRecording(path) => new RecordingSource(path, time),
            { Input: { } path } => new FileSource(
                path,
                new FileSourceOptions { WantsAudio = wantsAudio, Hardware = hardware, PassEncodedAudio = passAudio },
                time,
                logs.CreateLogger<FileSource>()),
            _ => new SyntheticSource(new SyntheticOptions(), time),
        };
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
