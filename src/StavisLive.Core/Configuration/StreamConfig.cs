using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Sources;

namespace StavisLive.Core.Configuration;

/// <summary>One of many sources. In a file its sections need only say what differs from the ones above the list.</summary>
public sealed record StreamConfig
{
    /// <summary>Name in the log, metrics, windows and, for <c>{name}</c>, file names, at most 64 letters; null, the default: made of the source's own.</summary>
    public string? Name { get; init; }

    /// <summary>Share of the network while that is too slow for all: with 3 it gets three times the steps of one with 1. From 1, the default, to 100.</summary>
    public int Priority { get; init; } = 1;

    /// <summary>Where its pictures and audio come from.</summary>
    public SourceConfig Source { get; init; } = new();

    /// <summary>How its window lies in time.</summary>
    public WindowConfig Window { get; init; } = new();

    /// <summary>Where its maps go; <c>{name}</c> in a path is its name.</summary>
    public OutputConfig Outputs { get; init; } = new();

    /// <summary>Which machines of a cluster may watch it.</summary>
    public PlacementConfig Placement { get; init; } = new();
}
