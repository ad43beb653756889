using StavisLive.Model.Network.Fusion;
using StavisLive.Model.Network.Localization;
using StavisLive.Model.Network.Visual;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Network;

/// <summary>Small modules of the network and what they compute of fixed inputs, the gradients with it.</summary>
internal sealed class CollectorInputs : IDisposable
{
    private readonly Generator _generator = new(5);
    private readonly BasicBlock _block;
    private readonly BilinearLocalization _localization;
    private readonly MixingWeights _mixing;
    private readonly Tensor _trunk;
    private readonly Tensor _activation;
    private readonly Tensor _picture;
    private readonly Tensor _sound;

    public CollectorInputs()
    {
        (_block, _localization, _mixing) = (Trained(new BasicBlock(4, 4, 1)), Trained(new BilinearLocalization(4, 2)), Trained(new MixingWeights(2)));
        (_trunk, _activation) = (Random(1, 4, 2, 3, 3), Random(1, 1, 3, 3));
        (_picture, _sound) = (Random(1, 9, 128), Random(1, 128));
    }

    /// <summary>The maps, and the gradients of the block's parameters.</summary>
    public float[] Compute()
    {
        using var scope = NewDisposeScope();
        var attended = Dsam.ApplyAttention(_block.call(_trunk), _activation);
        var located = _localization.Compare(_picture, _sound).permute(0, 2, 1).view(2, 1, 3, 3);
        var maps = Probabilities.ToLogits(_mixing.call([Probabilities.OfLogits(located), Probabilities.OfLogits(attended.mean([1, 2]))]));
        _block.zero_grad();
        maps.sum().backward();
        return [.. maps.data<float>(), .. _block.parameters().SelectMany(parameter => parameter.grad!.data<float>().ToArray())];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _block.Dispose();
        _localization.Dispose();
        _mixing.Dispose();
        _generator.Dispose();
        foreach (var tensor in (Tensor[])[_trunk, _activation, _picture, _sound]) tensor.Dispose();
    }

    private Tensor Random(params long[] shape) => randn(shape, generator: _generator);

    private T Trained<T>(T module)
        where T : nn.Module
    {
        using var noGradient = no_grad();
        foreach (var parameter in module.parameters()) parameter.normal_(0, 0.1, _generator);
        module.eval();
        return module;
    }
}
