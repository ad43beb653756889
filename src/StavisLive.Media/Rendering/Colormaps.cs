using System.Diagnostics.CodeAnalysis;
using OpenCvSharp;

namespace StavisLive.Media.Rendering;

/// <summary>The colours a heat map can have, by the names that people give them.</summary>
public static class Colormaps
{
    /// <summary>What is used when nobody chose.</summary>
    public const ColormapTypes Default = ColormapTypes.Turbo;

    private static readonly SortedDictionary<string, ColormapTypes> ByName = new(
        Enum.GetValues<ColormapTypes>().Distinct().ToDictionary(map => Enum.GetName(map)!.ToLowerInvariant()),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>All names, in the order of the alphabet: <c>autumn</c>, ..., <c>turbo</c>, ...</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The colours of that name, in any case. False when there are none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out ColormapTypes colormap)
    {
        colormap = Default;
        return name is not null && ByName.TryGetValue(name, out colormap);
    }
}
