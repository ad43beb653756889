using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Audio;

/// <summary>Sound network (SoundNet's eight layers without its heads), <c>[N,1,1,samples] -> [N,1024]</c> for any length.</summary>
internal sealed class SoundNet : Sequential
{
    /// <summary>Channels of the output.</summary>
    public const int Channels = 1024;

    /// <summary>The fewest samples that leave something after the last pooling; shorter audio is followed by silence.</summary>
    public const int ShortestInput = 12_766;

    // Channels, kernel and the max-pool behind it (1: none), layer by layer; all strides are 2, all paddings half a kernel.
    private static readonly (int Channels, int Kernel, int Pool)[] Layout =
        [(16, 64, 8), (32, 32, 8), (64, 16, 1), (128, 8, 1), (256, 4, 4), (512, 4, 1), (Channels, 4, 2)];

    private readonly Module<Tensor, Tensor>[] _layers;

    public SoundNet()
        : this([.. Layers()])
    {
    }

    // The base class registers the layers under their numbers, which are the checkpoint's names.
    private SoundNet(Module<Tensor, Tensor>[] layers)
        : base(layers) => _layers = layers;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var missing = ShortestInput - input.shape[^1];
        var x = missing > 0 ? functional.pad(input, (0, missing)) : input;
        foreach (var layer in _layers) x = layer.call(x);
        return x.amax([2, 3]).MoveToOuterDisposeScope(); // over time: [N,1024,1,w] -> [N,1024]
    }

    private static IEnumerable<Module<Tensor, Tensor>> Layers()
    {
        var input = 1;
        foreach (var (channels, kernel, pool) in Layout)
        {
            yield return Conv2d(input, channels, (1, kernel), (1, 2), (0, kernel / 2), device: META).WithMemory();
            yield return BatchNorm2d(channels);
            yield return ReLU(inplace: true);
            if (pool > 1) yield return MaxPool2d((1, pool), (1, pool));
            input = channels;
        }
    }
}
