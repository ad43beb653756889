namespace StavisLive.Model.Network;

/// <summary>Which STAViS network a set of weights belongs to. Stored with the weights, so that a file says what it is.</summary>
/// <param name="Depth">ResNet depth: 10, 18, 34, 50 or 101.</param>
/// <param name="Audiovisual">Whether the network listens; if not, it is the visual stage alone.</param>
/// <param name="Localization">How the sound is located.</param>
/// <param name="LocalizationMaps">Number of localisation maps: 64 or 1 (cosine has 1 by nature).</param>
/// <param name="Fusion">How both are fused.</param>
public sealed record NetworkVariant(
    int Depth = 50,
    bool Audiovisual = true,
    LocalizationMethod Localization = LocalizationMethod.Bilinear,
    int LocalizationMaps = 64,
    FusionScheme Fusion = FusionScheme.Concat)
{
    /// <summary>ResNet-50, bilinear localisation with 64 maps, concatenation: the paper's best.</summary>
    public static NetworkVariant Published { get; } = new();

    /// <summary>Depths that exist.</summary>
    public static IReadOnlyList<int> Depths { get; } = [10, 18, 34, 50, 101];
}
