using System.Text.Json.Serialization;
using StavisLive.Core.Media;

namespace StavisLive.Core.Configuration.Sources;

/// <summary>Where pictures and audio come from. Exactly one of camera, rtsp, input and synthetic is given.</summary>
public sealed record SourceConfig
{
    /// <summary>Camera: a number, a device such as <c>/dev/video0</c>, or a FIFO that is played as one; null, the default: none.</summary>
    public string? Camera { get; init; }

    /// <summary>Size of a camera's pictures in pixels, such as <c>1280x720</c>; null, the default: its driver's choice.</summary>
    public PictureSize? CameraSize { get; init; }

    /// <summary>A camera's pictures per second, at most 1000; null, the default: its driver's choice.</summary>
    public double? CameraFps { get; init; }

    /// <summary>How a camera encodes its pictures: <c>mjpeg</c>, <c>yuyv</c>, or <c>auto</c>, the default: raw where that gives size and rate, else MJPEG.</summary>
    public CameraFormat CameraFormat { get; init; } = CameraFormat.Auto;

    /// <summary>Address of an RTSP stream, such as <c>rtsp://host:554/path</c>; null, the default: none.</summary>
    public string? Rtsp { get; init; }

    /// <summary>How its packets come: <c>tcp</c>, <c>udp</c>, or <c>auto</c>, the default: UDP where TCP is refused.</summary>
    public RtspTransport RtspTransport { get; init; } = RtspTransport.Auto;

    /// <summary>A video file, a picture, or a folder of pictures; null, the default: none.</summary>
    public string? Input { get; init; }

    /// <summary>Whether the built-in audiovisual scene is watched.</summary>
    public bool Synthetic { get; init; }

    /// <summary>Microphone: <c>default</c>, a name, or <c>none</c> (no audio at all); null, the default: the source's own audio.</summary>
    public string? Mic { get; init; }

    /// <summary>Whether a file is paced by its time stamps and treated as live.</summary>
    public bool Realtime { get; init; }

    /// <summary>Whether a file starts again at its end.</summary>
    public bool Loop { get; init; }

    /// <summary>Seconds until an address that does not answer is given up, more than 0; 10 by default. Half as many again where a stream may do without its audio.</summary>
    public double ConnectTimeout { get; init; } = 10;

    /// <summary>Seconds without a frame after which a live source counts as lost, more than 0; 5 by default.</summary>
    public double ReadTimeout { get; init; } = 5;

    /// <summary>How often in a row a lost camera or stream is tried for again before the run fails; null, the default: for ever; 0: not at all.</summary>
    public int? ReconnectAttempts { get; init; }

    /// <summary>Milliseconds of age beyond which a live frame is skipped if a newer one follows at once, 0 or more; 500 by default.</summary>
    public double MaxAge { get; init; } = 500;

    /// <summary>Milliseconds that the audio is moved later against the pictures, -5000 to 5000; negative: earlier; 0 by default.</summary>
    public double AvOffset { get; init; }

    /// <summary>What a file or stream is decoded on: <c>none</c>, the default (the processor), <c>auto</c>, or a method that ffmpeg offers.</summary>
    public string Hwaccel { get; init; } = "none";

    /// <summary>What of the whole frame is blackened before anything is kept or shown; nothing by default.</summary>
    public ValueList<FrameMask> Masks { get; init; } = [];

    /// <summary>What of the whole frame is watched, as if it were all of it; null, the default: everything.</summary>
    public FrameArea? Region { get; init; }

    /// <summary>Places of the whole frame that events are told of; none by default.</summary>
    public ValueList<ZoneConfig> Zones { get; init; } = [];

    /// <summary>How many of camera, rtsp, input and synthetic are given.</summary>
    [JsonIgnore]
    public int Given => (Camera is null ? 0 : 1) + (Rtsp is null ? 0 : 1) + (Input is null ? 0 : 1) + (Synthetic ? 1 : 0);

    /// <summary>Which kind of source it is, in the words of reports: <c>camera</c>, <c>rtsp</c>, <c>file</c> or <c>synthetic</c>.</summary>
    [JsonIgnore]
    public string Kind => this switch
    {
        { Camera: not null } => "camera",
        { Rtsp: not null } => "rtsp",
        { Input: not null } => "file",
        _ => "synthetic",
    };
}
