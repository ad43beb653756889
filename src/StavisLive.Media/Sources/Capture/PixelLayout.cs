namespace StavisLive.Media.Sources.Capture;

/// <summary>How ffmpeg hands pictures over.</summary>
internal enum PixelLayout
{
    /// <summary>As 8-bit BGR, made by ffmpeg.</summary>
    Bgr,

    /// <summary>As planes of luma and colour differences, the latter halved in both directions: half the bytes, and what is said of the colours comes along.</summary>
    Yuv,
}
