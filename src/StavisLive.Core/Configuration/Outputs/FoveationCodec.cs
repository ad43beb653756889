namespace StavisLive.Core.Configuration.Outputs;

/// <summary>How foveated video is encoded.</summary>
public enum FoveationCodec
{
    /// <summary>H.264 (x264).</summary>
    H264,

    /// <summary>H.265 (x265).</summary>
    Hevc,

    /// <summary>VP9 (libvpx).</summary>
    Vp9,
}
