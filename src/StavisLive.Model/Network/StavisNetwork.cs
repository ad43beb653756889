using StavisLive.Model.Native;
using StavisLive.Model.Network.Audio;
using StavisLive.Model.Network.Fusion;
using StavisLive.Model.Network.Localization;
using StavisLive.Model.Network.Visual;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network;

/// <summary>STAViS (Tsiami, Koutras, Maragos, CVPR 2020): sixteen frames and their audio to a saliency map.</summary>
/// <remarks>
/// Names in <c>state_dict</c> are the published ones. A new network is in training mode, as any module; its owner disposes it.
/// </remarks>
public sealed partial class StavisNetwork : Module<Tensor, Tensor?, Tensor>
{
    /// <summary>Channels of the visual features: sixteen from each of four DSAMs.</summary>
    internal const int SideFeatures = 4 * Dsam.SideChannels;

    private readonly Conv3d conv1;
    private readonly BatchNorm3d bn1;
    private readonly SeparableMaxPool maxpool;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly ModuleList<Dsam> score_dsn;
    private readonly Conv2d fuse;
    private readonly SoundNet soundnet8;
    private readonly SoundLocalization fusion3;
    private readonly CenterBias? center_bias;

    // Not a module: its parts are registered under their own names.
    private readonly FusionHead _fusion;

    /// <summary>A network with start values.</summary>
    /// <param name="variant">Which network.</param>
    /// <param name="seed">The same seed gives the same start values.</param>
    /// <exception cref="ArgumentException">There is no such variant.</exception>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    public StavisNetwork(NetworkVariant variant, ulong seed = 0)
        : this(variant)
    {
        using var scope = NewDisposeScope();
        StartValues.Set(this, seed);
    }

    private StavisNetwork(NetworkVariant variant)
        : base(NameOnceLoaded())
    {
        variant.Validate();
        Variant = variant;
        var layout = ResNetLayout.Of(variant.Depth);

        // Modules keep what is theirs; the scope takes the handles that TorchSharp's own initialisation leaves behind.
        using var scope = NewDisposeScope();
        conv1 = Conv3d(3, ResNetLayout.StemChannels, (7, 7, 7), (1, 2, 2), (3, 3, 3), bias: false, device: META).WithMemory();
        bn1 = BatchNorm3d(ResNetLayout.StemChannels);
        maxpool = new SeparableMaxPool();
        layer1 = ResidualStage.Create(layout, 1);
        layer2 = ResidualStage.Create(layout, 2);
        layer3 = ResidualStage.Create(layout, 3);
        score_dsn = new ModuleList<Dsam>(
            new Dsam(ResNetLayout.StemChannels, 2), new Dsam(layout.Channels(1), 4), new Dsam(layout.Channels(2), 8), new Dsam(layout.Channels(3), 16));
        fuse = Conv2d(SideFeatures, 1, 1, device: META).WithMemory();
        soundnet8 = new SoundNet();
        fusion3 = SoundLocalization.Create(variant, layout.Channels(2));
        if (variant.CenterBias) center_bias = new CenterBias();

        _fusion = FusionHead.Create(variant, fuse);
        foreach (var (name, part) in _fusion.Parts) register_module(name, part);
        RegisterComponents();
    }

    /// <summary>A network whose values are still to be loaded: drawing start values takes as long as reading a file.</summary>
    internal static StavisNetwork WithoutValues(NetworkVariant variant) => new(variant);

    /// <summary>Which network this is.</summary>
    public NetworkVariant Variant { get; }

    /// <summary>All maps that the published network gives in this mode, before the sigmoid.</summary>
    /// <param name="frames">
    /// Pictures less their mean (<see cref="NetworkInput"/>): <c>[N,3,16,112,112]</c>; a single frame, <c>[N,3,1,112,112]</c>, is read
    /// with the middle slices of the kernels, which is how training on stills begins.
    /// </param>
    /// <param name="audio">Excerpts <c>[N,1,1,samples]</c>; a visual-only network needs none.</param>
    /// <returns>
    /// Visual-only: the four supervision maps, then the fused one, <c>[N,5,112,112]</c>. Audiovisual: the fused map <c>[N,1,112,112]</c>.
    /// </returns>
    public override Tensor forward(Tensor frames, Tensor? audio)
    {
        if (Variant.Audiovisual) return Saliency(frames, audio);
        using var scope = NewDisposeScope();
        var (fused, activations) = Compute(frames, audio);
        return cat([.. activations.Select((activation, index) => score_dsn[index].Supervise(activation)), fused], 1).MoveToOuterDisposeScope();
    }

    /// <summary>The fused map alone, before the sigmoid: <c>[N,1,112,112]</c>. Parameters as in <see cref="forward"/>.</summary>
    internal Tensor Saliency(Tensor frames, Tensor? audio)
    {
        using var scope = NewDisposeScope();
        return Compute(frames, audio).Fused.MoveToOuterDisposeScope();
    }

    private (Tensor Fused, Tensor[] Activations) Compute(Tensor frames, Tensor? audio)
    {
        CheckShapes(frames, audio);
        var x = bn1.call(FrameConvolution.Call(conv1, frames)).relu_(); // [N,64,16,56,56]
        var (side1, activation1) = score_dsn[0].call(x);

        x = layer1.call(maxpool.call(Dsam.ApplyAttention(x, activation1))); // [N,256,8,28,28]; channels of ResNet-50
        var (side2, activation2) = score_dsn[1].call(x);

        var middle = layer2.call(Dsam.ApplyAttention(x, activation2)); // [N,512,4,14,14]
        var (side3, activation3) = score_dsn[2].call(middle);

        x = layer3.call(Dsam.ApplyAttention(middle, activation3)); // [N,1024,2,7,7]
        var (side4, activation4) = score_dsn[3].call(x);

        var visual = cat([side1, side2, side3, side4], 1);
        var fused = Variant.Audiovisual
            ? _fusion.Fuse(visual, fusion3.call(middle, soundnet8.call(audio!)))
            : fuse.call(visual);
        return (Biased(fused), [activation1, activation2, activation3, activation4]);
    }

    private Tensor Biased(Tensor logits) => center_bias is null ? logits : center_bias.call(logits);

    // The base class touches libtorch before this class's constructor runs.
    private static string NameOnceLoaded()
    {
        TorchRuntime.EnsureLoaded();
        return nameof(StavisNetwork);
    }

    private void CheckShapes(Tensor frames, Tensor? audio)
    {
        if (frames.shape is not [var clips, 3, 16 or 1, 112, 112])
            throw new ArgumentException($"Frames are [{string.Join(",", frames.shape)}] instead of [N,3,16,112,112] or [N,3,1,112,112].", nameof(frames));
        if (!Variant.Audiovisual) return;
        if (audio is null) throw new ArgumentException("An audiovisual network needs sound; silence is zeros.", nameof(audio));
        if (audio.shape is not [var excerpts, 1, 1, _] || excerpts != clips)
            throw new ArgumentException($"Sound is [{string.Join(",", audio.shape)}] instead of [{clips},1,1,samples].", nameof(audio));
    }
}
