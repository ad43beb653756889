using StavisLive.Core.Configuration.Outputs;

namespace StavisLive.Media.Encoding.Trials;

/// <summary>How a clip is encoded for a comparison.</summary>
public sealed record TrialSettings
{
    /// <summary>The codec.</summary>
    public required FoveationCodec Codec { get; init; }

    /// <summary>Whether it is encoded as live video is: fast, without looking ahead.</summary>
    public bool IsLive { get; init; }

    /// <summary>Whether it is plain video, with the encoder's own adaptive quantization, rather than one that gets regions.</summary>
    public bool IsPlain { get; init; }

    /// <summary>The quality (CRF), where <see cref="Bitrate"/> is null.</summary>
    public double Quality { get; init; }

    /// <summary>Mean bits per second, reached in two passes; null: as many as the quality takes.</summary>
    public double? Bitrate { get; init; }
}
