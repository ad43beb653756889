using StavisLive.Core.Configuration.Outputs;

namespace StavisLive.Media.Rendering;

/// <summary>How a heat map looks.</summary>
public sealed record OverlayOptions
{
    private readonly double _opacity = 0.6;

    /// <summary>Strength over the most salient part of the picture: 0 leaves the picture as it is, 1 hides it there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not between 0 and 1.</exception>
    public double Opacity
    {
        get => _opacity;
        init
        {
            if (value is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(value), value, "The opacity lies between 0 and 1.");
            _opacity = value;
        }
    }

    /// <summary>Colours from low to high saliency.</summary>
    public Colormap Colormap { get; init; } = Colormap.Turbo;
}
