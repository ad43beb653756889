using System.Diagnostics.CodeAnalysis;
using OpenCvSharp;

namespace StavisLive.Media.Rendering;

/// <summary>The colours a heat map can have, by the names that people give them.</summary>
public static class Colormaps
{
    /// <summary>What is used when nobody chose.</summary>
    public static Colormap Default { get; } = new(ColormapTypes.Turbo);

    private static readonly SortedDictionary<string, Colormap> ByName = new(
        Enum.GetValues<ColormapTypes>().Distinct().ToDictionary(type => Enum.GetName(type)!.ToLowerInvariant(), type => new Colormap(type)),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>All names, in the order of the alphabet: <c>autumn</c>, ..., <c>turbo</c>, ...</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The colours of that name, in any case. False, and the default ones, when there are none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out Colormap colormap)
    {
        var isKnown = ByName.TryGetValue(name ?? "", out var found);
        colormap = found ?? Default;
        return isKnown;
    }
}
