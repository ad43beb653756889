using OpenCvSharp;
using StavisLive.Core.Configuration.Outputs;

namespace StavisLive.Media.Rendering;

/// <summary>OpenCV's colours by the names that configurations have for them.</summary>
internal static class Colormaps
{
    /// <summary>OpenCV's own name of the colours; they are called the same.</summary>
    public static ColormapTypes TypeOf(Colormap colormap) => Enum.Parse<ColormapTypes>(colormap.ToString());
}
