using StavisLive.Core.Media;

namespace StavisLive.Scenes.BuiltIn;

/// <summary>What the built-in scene looks like; the same options give the same pictures and the same sound.</summary>
public sealed record SyntheticOptions
{
    /// <summary>Chooses looks, colours, paths, kinds of sound and whose turn it is.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Pixels per row.</summary>
    public int Width { get; init; } = 640;

    /// <summary>Rows.</summary>
    public int Height { get; init; } = 360;

    /// <summary>Frames per second.</summary>
    public double FrameRate { get; init; } = 25;

    /// <summary>Length of the scene; null: endless.</summary>
    public MediaTime? Length { get; init; }
}
