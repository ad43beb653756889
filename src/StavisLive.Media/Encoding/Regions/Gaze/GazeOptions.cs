namespace StavisLive.Media.Encoding.Regions.Gaze;

/// <summary>Where a viewer's gaze comes from, and how it is laid over a map.</summary>
public sealed record GazeOptions
{
    /// <summary>Where the eye tracker's lines come from: <c>udp://[HOST]:PORT</c>, or <c>-</c>, standard input.</summary>
    public required string Address { get; init; }

    /// <summary>Its share beside the saliency, 0 to 1.</summary>
    /// <value>The default value is 1: where the gaze is known nothing else counts.</value>
    public double Weight { get; init; } = 1;

    /// <summary>Standard deviation of the spot around the gaze, as a part of the picture's height.</summary>
    /// <value>The default value is 0.08.</value>
    public double Radius { get; init; } = 0.08;
}
