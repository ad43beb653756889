using StavisLive.Model.Native;
using StavisLive.Model.Network;
using StavisLive.Model.Tests.Parity;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Network;

/// <summary>The smallest network in every variant, and inputs for it.</summary>
internal static class TestVariants
{
    /// <summary>Localisations with the number of maps that each has by nature.</summary>
    public static IReadOnlyList<(LocalizationMethod Method, int Maps)> Localizations { get; } =
        [(LocalizationMethod.Bilinear, 64), (LocalizationMethod.InnerProduct, 64), (LocalizationMethod.Cosine, 1)];

    /// <summary>The localisations, each with all fusions in one.</summary>
    public static TheoryData<NetworkVariant> Localized { get; } = new(
        from localization in Localizations
        select new NetworkVariant(10, true, localization.Method, localization.Maps, FusionScheme.Combined));

    /// <summary>These, each other fusion of many maps and of one, one that does not listen, and both kinds with a centre bias.</summary>
    /// <remarks>A fusion knows of a localisation its maps alone: those of the inner product are as many as the bilinear one's.</remarks>
    public static TheoryData<NetworkVariant> All { get; } = new(
    [
        .. Localized.Select(row => row.Data),
        .. from localization in Localizations
           from fusion in Enum.GetValues<FusionScheme>()
           where localization.Method != LocalizationMethod.InnerProduct && fusion != FusionScheme.Combined
           select new NetworkVariant(10, true, localization.Method, localization.Maps, fusion),
        new NetworkVariant(10, Audiovisual: false),
        new NetworkVariant(10, CenterBias: true),
        new NetworkVariant(10, Audiovisual: false, CenterBias: true),
    ]);

    /// <summary>A network of that variant in evaluation mode, whose weights give maps that vary.</summary>
    public static StavisNetwork Create(NetworkVariant variant) => GoldenWeights.CreateNetwork("resnet10-audiovisual", _ => variant);

    /// <summary>Pictures less their mean, reproducible: <c>[clips,3,16,112,112]</c>.</summary>
    public static Tensor Frames(int clips)
    {
        using var generator = new Generator(11);
        using var pictures = randint(0, 256, [clips, 16, 112, 112, 3], uint8, generator: generator);
        return NetworkInput.FromPictures(pictures);
    }

    /// <summary>Noise at the level of speech, reproducible: <c>[clips,1,1,samples]</c>.</summary>
    public static Tensor Audio(int clips, int samples = 35_280)
    {
        using var generator = new Generator(12);
        return randn([clips, 1, 1, samples], generator: generator).Scale(20);
    }
}
