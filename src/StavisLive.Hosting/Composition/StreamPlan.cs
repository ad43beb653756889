using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Recording;
using StavisLive.Core.Windowing;
using StavisLive.Media.Encoding.Foveated;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Sinks.Display;
using StavisLive.Media.Sinks.Video;
using StavisLive.Media.Sources.Stills;

namespace StavisLive.Hosting.Composition;

/// <summary>One stream's configuration with everything settled that depends on more than one key, or on the machine.</summary>
public sealed record StreamPlan
{
    /// <summary>What was asked for, as if this stream were the only one.</summary>
    public required StavisConfig Config { get; init; }

    /// <summary>Name of the stream; safe to show.</summary>
    public required string StreamName { get; init; }

    /// <summary>Share of the network beside other streams.</summary>
    public required int Priority { get; init; }

    /// <summary>Whether it is one of a list of sources, none of which may end the others.</summary>
    public required bool IsOneOfMany { get; init; }

    /// <summary>Whether the input is a picture or a folder of pictures.</summary>
    public required bool IsStills { get; init; }

    /// <summary>Whether a window is opened.</summary>
    public required bool Display { get; init; }

    /// <summary>Whether what could go faster is paced by its time stamps.</summary>
    public required bool IsPaced { get; init; }

    /// <summary>Which of the window's frames a map belongs to.</summary>
    public required MapAlignment Alignment { get; init; }

    /// <summary>Microphone whose audio takes the source's place; null: the source's own, or none.</summary>
    public required string? Microphone { get; init; }

    /// <summary>Whether a camera or stream that is not there at the beginning is tried for until it is, as one that was lost.</summary>
    public bool KeepsTrying { get; init; }

    /// <summary>Which of the cluster's beginnings of the stream this is: who sees two of one name believes the higher one. 0 outside a cluster.</summary>
    public long Epoch { get; init; }

    /// <summary>Settles one of <see cref="StavisConfig.Streams"/>.</summary>
    public static StreamPlan Of(StavisConfig config, StreamConfig stream)
    {
        var source = stream.Source;
        var isStills = source.Input is { } input && ImageSource.IsStills(input);
        var isWatchedByOthers = config.IsWatchedByOthers || stream.Outputs is { Restream: not null } or { Foveate.IsSent: true };
        var display = stream.Outputs.Display ?? (!stream.Outputs.HasFiles && !stream.Outputs.HasStandardOutput && stream.Outputs.QpMaps is null && !isStills && !isWatchedByOthers && Screen.Problem() is null);
        var isPaced = (source.Input is not null || source.Synthetic) && !isStills && (source.Realtime || display || isWatchedByOthers);
        var isFoveatedLive = (stream.Outputs.Foveate.Target ?? stream.Outputs.QpMaps) is not null && (source.Rtsp is not null || source.Camera is not null || isPaced);
        return new StreamPlan
        {
            Config = config with { Source = source, Window = stream.Window, Outputs = stream.Outputs, Sources = [] },
            StreamName = stream.Name!,
            Priority = stream.Priority,
            IsOneOfMany = config.Sources.Count > 0,
            KeepsTrying = config.Sources.Count > 0,
            IsStills = isStills,
            Display = display,
            IsPaced = isPaced,
            Alignment = stream.Window.Align ?? (isFoveatedLive ? MapAlignment.Newest : MapAlignment.Center),
            Microphone = source.Mic is null or "none" ? null : source.Mic,
        };
    }

    /// <summary>Whether what comes of it comes once only: of a camera or stream, not of a file.</summary>
    public bool IsCaptured => Config.Source is { Rtsp: not null } or { Camera: not null };

    /// <summary>Whether what was written of it before, also by another process or machine, is kept.</summary>
    internal bool KeepsEarlier => IsCaptured || Epoch > 1;

    internal bool IsRecording => Config.Source.Input is { } input && FlightFile.IsRecording(input);

    /// <summary>Whether another plan asks for the same, so that a stream of this one may go on as one of that.</summary>
    public bool IsSameStream(StreamPlan other) =>
        StreamName == other.StreamName && Priority == other.Priority && IsOneOfMany == other.IsOneOfMany && Epoch == other.Epoch && OwnText == other.OwnText;

    // As text, since lists in records are the same only if they are one list. The network, the log and the server are everybody's, and
    // zones matter only to those who are told of events.
    private string OwnText => ConfigFile.Format(Config with
    {
        Source = Config.Source with { Zones = [] }, Model = new(), Log = new(), Events = new(), Serve = new(), Publish = new(), Cluster = new(),
    });

    /// <summary>Outputs and combinations that cannot be meant, and what this machine has no place or no means for.</summary>
    /// <param name="hardware">What there is to decode on; null where that was not asked for.</param>
    public IEnumerable<ConfigProblem> Problems(HardwareOffer? hardware)
    {
        var (source, outputs) = (Config.Source, Config.Outputs);
        if (IsStills && Display)
            yield return new("outputs.display", "true", "`outputs.display` shows video; for pictures give `outputs.overlay=FILE.png` or a folder.");
        if (outputs.Overlay is { } overlay && (IsStills ? OverlayImageSink.CheckPath(overlay) : FfmpegProcessEncoderFactory.CheckPath(overlay)) is { } problem)
            yield return new("outputs.overlay", overlay, problem);
        if (IsStills && outputs.Restream is { } target)
            yield return new("outputs.restream", SafeAddress.Of(target), "`outputs.restream` sends video; pictures are not sent: give `outputs.overlay=FILE.png` or a folder.");
        if (!IsStills && outputs.Restream is { } receiver && FfmpegStreamEncoderFactory.CheckTarget(receiver) is { } untellable)
            yield return new("outputs.restream", SafeAddress.Of(receiver), untellable);
        if (outputs.Foveate.Target is { Length: > 0 } foveated)
        {
            var trouble = IsStills
                ? "`outputs.foveate.target` holds video; pictures are not foveated: leave it out."
                : FoveatedEncoderFactory.CheckTarget(foveated, outputs.Foveate.Codec);
            if (trouble is not null) yield return new("outputs.foveate.target", SafeAddress.Of(foveated), trouble);
        }
        foreach (var place in OutputPlaces.Problems(this)) yield return place;
        if (hardware?.Problem(source.Hwaccel) is { } unknown) yield return unknown;
        if (IsStills && outputs.Recorder.Folder is { } folder)
            yield return new("outputs.recorder.folder", folder, "`outputs.recorder.folder` keeps video; pictures are not recorded.");
        if (IsRecording && source is { Region: not null } or { Masks.Count: > 0 })
            yield return new("source.input", source.Input, "`source.masks` and `source.region` apply before a recording is made, so a recording (.flight) is replayed without them.");
        if (IsRecording && Config.Window.Fps is not null)
            yield return new("window.fps", null, "`window.fps` is the recording's own when a recording (.flight) is replayed: leave it out.");
        if (IsStills && source.Loop) yield return new("source.loop", "true", "`source.loop` repeats video; pictures are looked at once: leave it out.");
        if (Microphone is not null && IsStills) yield return new("source.mic", Microphone, "`source.mic` gives sound to video; pictures have none.");
        else if (Microphone is not null && !IsPaced && source is { Input: not null } or { Synthetic: true })
            yield return new("source.mic", Microphone, "`source.mic` listens live, so `source.input` and `source.synthetic` need `source.realtime` with it.");
    }
}
