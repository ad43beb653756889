using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Localization;

/// <summary>Where in the picture the audio comes from (STAViS, section 3.2).</summary>
/// <remarks>
/// Every method is linear in the picture once the audio is known: map_j at a position is w_j(a)' v + b_j. So the audio becomes one
/// matrix per clip, applied to all positions at once, and is never repeated over them.
/// </remarks>
internal abstract class SoundLocalization : Module<Tensor, Tensor, Tensor>
{
    /// <summary>Length of the vectors in which sound and picture are compared.</summary>
    public const int Common = 128;

    // Size of the maps before they are enlarged, and by how much: 14 x 8 = 112.
    private const int Side = 14;
    private const int Magnification = 8;

    // Protected, because registration sees no private field of a base class.
    protected readonly Linear affine_rgb;
    protected readonly Linear affine_audio;

    /// <param name="name">Name of the derived class.</param>
    /// <param name="visualChannels">Channels of layer2's output.</param>
    protected SoundLocalization(string name, int visualChannels)
        : base(name)
    {
        affine_rgb = Linear(visualChannels, Common);
        affine_audio = Linear(Audio.SoundNet.Channels, Common);
    }

    /// <summary>The localisation that a variant asks for.</summary>
    public static SoundLocalization Create(NetworkVariant variant, int visualChannels) => variant.Localization switch
    {
        LocalizationMethod.Cosine => new CosineLocalization(visualChannels),
        LocalizationMethod.InnerProduct => new InnerProductLocalization(visualChannels, variant.LocalizationMaps),
        LocalizationMethod.Bilinear => new BilinearLocalization(visualChannels, variant.LocalizationMaps),
        _ => throw new ArgumentOutOfRangeException(nameof(variant), variant.Localization, "Unknown localisation."),
    };

    /// <summary>Localisation maps.</summary>
    /// <param name="trunk">layer2's output <c>[N,C,4,14,14]</c>, or <c>[N,C,1,14,14]</c> of a single frame.</param>
    /// <param name="embedding">The sound network's output <c>[N,1024]</c>.</param>
    /// <returns><c>[N,maps,112,112]</c></returns>
    public override Tensor forward(Tensor trunk, Tensor embedding)
    {
        using var located = Locate(trunk, embedding);
        return Upsample(located);
    }

    /// <summary>Localisation maps as small as they are computed, <c>[N,maps,14,14]</c>; parameters as in <see cref="forward"/>.</summary>
    public Tensor Locate(Tensor trunk, Tensor embedding)
    {
        using var scope = NewDisposeScope();
        var times = trunk.shape[2];
        var middle = trunk.narrow(2, (times - 1) / 2, times == 1 ? 1 : 2).mean([2]).flatten(2); // [N,C,196]
        var picture = affine_rgb.call(middle.transpose(1, 2)).relu_(); // [N,196,128]
        var audio = affine_audio.call(embedding).relu_(); // [N,128]
        return Compare(picture, audio).transpose(1, 2).unflatten(2, Side, Side).MoveToOuterDisposeScope();
    }

    /// <summary>Small maps at the size of the picture: <c>[N,maps,14,14] -> [N,maps,112,112]</c>.</summary>
    public static Tensor Upsample(Tensor maps) =>
        functional.interpolate(maps, scale_factor: [Magnification, Magnification], mode: InterpolationMode.Bilinear, align_corners: false);

    /// <summary>Compares each position with the audio.</summary>
    /// <param name="picture">v: <c>[N,196,128]</c>.</param>
    /// <param name="audio">a: <c>[N,128]</c>.</param>
    /// <returns><c>[N,196,maps]</c></returns>
    public abstract Tensor Compare(Tensor picture, Tensor audio);
}
