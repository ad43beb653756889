namespace StavisLive.Media.Capture.Cameras;

/// <summary>How a camera is read.</summary>
public sealed record CameraOptions
{
    /// <summary>Time within which the first picture must come.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time without a picture after which the camera counts as lost.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
