using OpenCvSharp;

namespace StavisLive.Media.Rendering;

/// <summary>Colours from low to high saliency; <see cref="Colormaps"/> knows them by name.</summary>
public sealed record Colormap
{
    internal Colormap(ColormapTypes type) => Type = type;

    /// <summary>OpenCV's number of it.</summary>
    internal ColormapTypes Type { get; }
}
