namespace StavisLive.Core.Configuration.Outputs;

/// <summary>Where a viewer really looks, as an eye tracker tells, for what is made of attention beside pictures: foveated video and QP maps.</summary>
public sealed record GazeConfig
{
    /// <summary>
    /// Where the eye tracker's lines <c>t x y</c> come from: <c>udp://[HOST]:PORT</c>, on which they are received (on this machine
    /// only unless HOST says otherwise), or <c>-</c>, standard input; null, the default: nowhere.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>Its share beside the saliency, 0 (none) to 1, the default: where the gaze is known nothing else counts.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Standard deviation of the spot around the gaze, as a part of the picture's height; 0.08 by default.</summary>
    public double Radius { get; init; } = 0.08;
}
