using StavisLive.Model.Network;

namespace StavisLive.Training.Configuration;

/// <summary>The network to train.</summary>
public sealed record NetworkConfig
{
    /// <summary>ResNet depth: 10, 18, 34, 50 or 101.</summary>
    public int Depth { get; init; } = 50;

    /// <summary>How the audio is located.</summary>
    public LocalizationMethod Localization { get; init; } = LocalizationMethod.Bilinear;

    /// <summary>Number of localisation maps: 64 or 1.</summary>
    public int LocalizationMaps { get; init; } = 64;

    /// <summary>How picture and audio are fused.</summary>
    public FusionScheme Fusion { get; init; } = FusionScheme.Concat;

    /// <summary>The network of a stage that listens or doesn't.</summary>
    internal NetworkVariant Variant(bool audiovisual) => new(Depth, audiovisual, Localization, LocalizationMaps, Fusion);
}
