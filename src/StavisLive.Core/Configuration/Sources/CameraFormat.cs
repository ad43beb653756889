namespace StavisLive.Core.Configuration.Sources;

/// <summary>How a camera is to encode its pictures.</summary>
public enum CameraFormat
{
    /// <summary>Raw where that gives the size and rate wanted, else MJPEG.</summary>
    Auto,

    /// <summary>JPEG pictures: a fifth of the bytes on the cable, and some milliseconds of a processor each.</summary>
    Mjpeg,

    /// <summary>Raw, two bytes a pixel.</summary>
    Yuyv,
}
