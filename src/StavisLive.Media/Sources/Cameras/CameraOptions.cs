using StavisLive.Core.Configuration.Sources;

namespace StavisLive.Media.Sources.Cameras;

/// <summary>How a camera is read.</summary>
public sealed record CameraOptions
{
    /// <summary>Size of its pictures; null: its driver's choice.</summary>
    public PictureSize? Size { get; init; }

    /// <summary>Pictures per second; null: its driver's choice.</summary>
    public double? Rate { get; init; }

    /// <summary>How it is to encode them.</summary>
    public CameraFormat Format { get; init; }

    /// <summary>Time within which the first picture must come.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time without a picture after which the camera counts as lost.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
