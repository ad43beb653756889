namespace StavisLive.Core.Configuration.Outputs;

/// <summary>The colours that a heat map can have, from low to high saliency: OpenCV's, by its names.</summary>
public enum Colormap
{
#pragma warning disable CS1591 // The names are all that there is to say.
    Autumn,
    Bone,
    Cividis,
    Cool,
    DeepGreen,
    Hot,
    Hsv,
    Inferno,
    Jet,
    Magma,
    Ocean,
    Parula,
    Pink,
    Plasma,
    Rainbow,
    Spring,
    Summer,
    Turbo,
    Twilight,
    TwilightShifted,
    Viridis,
    Winter,
#pragma warning restore CS1591
}
