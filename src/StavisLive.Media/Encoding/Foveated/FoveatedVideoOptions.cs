using StavisLive.Core.Configuration.Outputs;

namespace StavisLive.Media.Encoding.Foveated;

/// <summary>How foveated video is encoded.</summary>
public sealed record FoveatedVideoOptions
{
    /// <summary>The codec.</summary>
    /// <value>The default value is H.264.</value>
    public FoveationCodec Codec { get; init; } = FoveationCodec.H264;

    /// <summary>How the encoder is brought to spend its bits where people look.</summary>
    /// <value>The default value is by regions where it honours them.</value>
    public FoveationMethod Method { get; init; } = FoveationMethod.Auto;

    /// <summary>Kilobits per second of the pictures.</summary>
    /// <value>The default value is null: as many as the quality takes.</value>
    public double? Bitrate { get; init; }

    /// <summary>Quality where there is no bitrate, on the encoder's own scale: less is better.</summary>
    /// <value>The default value is null: the codec's usual one.</value>
    public double? Quality { get; init; }
}
