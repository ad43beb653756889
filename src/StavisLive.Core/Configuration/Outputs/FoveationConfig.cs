using System.Text.Json.Serialization;

namespace StavisLive.Core.Configuration.Outputs;

/// <summary>Video of the source's own pictures, encoded so that the bits go where people look.</summary>
public sealed record FoveationConfig
{
    /// <summary>A video file (.mp4, .mkv) or a media server (<c>rtsp://</c>, <c>rtmp://</c>, <c>srt://</c>, <c>udp://</c>); null, the default: none.</summary>
    public string? Target { get; init; }

    /// <summary>How it is encoded: <c>h264</c>, the default, <c>hevc</c> or <c>vp9</c>.</summary>
    public FoveationCodec Codec { get; init; } = FoveationCodec.H264;

    /// <summary>How much the quality follows attention, 0 (not at all) to 4; 2 by default.</summary>
    public double Strength { get; init; } = 2;

    /// <summary>Kilobits per second of the pictures; null, the default: as many as the quality takes.</summary>
    public double? Bitrate { get; init; }

    /// <summary>
    /// Quality where there is no bitrate, on the encoder's own scale: 1 (h264) or 0, the best, to 51 or 63 (vp9); null, the default: 23 (h264),
    /// 25 (hevc) or 33 (vp9).
    /// </summary>
    public double? Quality { get; init; }

    /// <summary>How the encoder is brought to it: <c>auto</c>, the default, <c>roi</c> or <c>prefilter</c>.</summary>
    public FoveationMethod Method { get; init; } = FoveationMethod.Auto;

    /// <summary>Whether <see cref="Target"/> is an address rather than a file.</summary>
    [JsonIgnore]
    public bool IsSent => Target?.Contains("://", StringComparison.Ordinal) == true;

    /// <summary>The file of <see cref="Target"/>; null where there is none.</summary>
    [JsonIgnore]
    public string? File => IsSent ? null : Target;
}
