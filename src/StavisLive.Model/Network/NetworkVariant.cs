using System.Text.Json.Serialization;

namespace StavisLive.Model.Network;

/// <summary>Which STAViS network a set of weights belongs to. Stored with the weights, so that a file says what it is.</summary>
/// <remarks>
/// Whether a network listens changes what it computes, not what it holds: as with the authors' files, a visual-only one
/// carries the tensors of audio, localisation and fusion too, so that the audiovisual stage of training can start from it.
/// </remarks>
/// <param name="Depth">ResNet depth: 10, 18, 34, 50 or 101.</param>
/// <param name="Audiovisual">Whether the network listens; if not, it is the visual stage alone.</param>
/// <param name="Localization">How the audio is located.</param>
/// <param name="LocalizationMaps">Number of localisation maps: 64 or 1 (cosine has 1 by nature).</param>
/// <param name="Fusion">How both are fused.</param>
/// <param name="CenterBias">Whether it adds how much more people look at some places than at others, whatever there is to see; the published network doesn't.</param>
public sealed record NetworkVariant(
    int Depth = 50,
    bool Audiovisual = true,
    LocalizationMethod Localization = LocalizationMethod.Bilinear,
    int LocalizationMaps = 64,
    FusionScheme Fusion = FusionScheme.Concat,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool CenterBias = false)
{
    /// <summary>ResNet-50, bilinear localisation with 64 maps, concatenation: the paper's best.</summary>
    public static NetworkVariant Published { get; } = new();

    /// <summary>Depths that exist.</summary>
    public static IReadOnlyList<int> Depths { get; } = [10, 18, 34, 50, 101];

    /// <summary>Makes sure that such a network exists.</summary>
    /// <exception cref="ArgumentException">It does not; the message says which value is wrong and what it may be.</exception>
    public void Validate()
    {
        if (!Depths.Contains(Depth))
            throw new ArgumentException($"No ResNet of depth {Depth}: it is one of {string.Join(", ", Depths)}.");
        if (!Enum.IsDefined(Localization))
            throw new ArgumentException($"Unknown localisation {Localization}: it is one of {Names<LocalizationMethod>()}.");
        if (!Enum.IsDefined(Fusion))
            throw new ArgumentException($"Unknown fusion {Fusion}: it is one of {Names<FusionScheme>()}.");
        if (Localization == LocalizationMethod.Cosine && LocalizationMaps != 1)
            throw new ArgumentException($"Cosine localisation gives 1 map, not {LocalizationMaps}.");
        if (LocalizationMaps is not (1 or 64))
            throw new ArgumentException($"{LocalizationMaps} localisation maps: there are 64 or 1.");
    }

    /// <summary>The variant in a few words for people.</summary>
    public string Describe()
    {
        var parts = Audiovisual
            ? $"ResNet-{Depth}, audiovisual, {Localization} localisation with {LocalizationMaps} maps, {Fusion} fusion"
            : $"ResNet-{Depth}, visual only";
        return CenterBias ? parts + ", centre bias" : parts;
    }

    private static string Names<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetNames<T>());
}
