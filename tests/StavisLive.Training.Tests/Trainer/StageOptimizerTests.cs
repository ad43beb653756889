using StavisLive.Model.Native;
using StavisLive.Model.Network;
using StavisLive.Training.Configuration;
using StavisLive.Training.Trainer;
using static TorchSharp.torch;

namespace StavisLive.Training.Tests.Trainer;

public sealed class StageOptimizerTests
{
    static StageOptimizerTests() => TorchRuntime.EnsureLoaded();

    /// <summary>What the authors' code gives each kind of parameter in its audiovisual stage (get_fine_tuning_parameters in models/resnet.py).</summary>
    [Fact]
    public void Step_PublishedRates_BiasesOfAttentionAndHeadsAloneLearnTwiceAsFast()
    {
        using var scope = NewDisposeScope();
        using var network = new StavisNetwork(new NetworkConfig { Depth = 10 }.Variant(audiovisual: true), seed: 1);
        using var optimizer = new StageOptimizer(network, new StageConfig
        {
            Optimizer = new OptimizerConfig { WeightDecay = 0 },
            Rates = new RateConfig { Trunk = 1e-4, Side = 1e-4, Heads = 1e-5, Upsampling = 1e-5, Sound = 1e-3, Localization = 1e-2 },
        });
        using (no_grad())
        {
            foreach (var parameter in network.parameters()) parameter.zero_();
        }
        foreach (var parameter in network.parameters()) parameter.sum().backward();

        optimizer.Step(factor: 1, optimizer.GradientNorm());

        var parameters = network.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        foreach (var (name, rate) in new[]
        {
            ("conv1.weight", 1e-4), ("bn1.weight", 1e-4), ("bn1.bias", 1e-4), ("layer1.0.bn1.bias", 1e-4),
            ("score_dsn.0.side_prep.weight", 1e-4), ("score_dsn.0.side_prep.bias", 2e-4),
            ("score_dsn.0.score_dsn.weight", 1e-5), ("score_dsn.0.score_dsn.bias", 2e-5), ("score_dsn.0.upscale.weight", 1e-5),
            ("fuseav.weight", 1e-5), ("fuseav.bias", 2e-5),
            ("soundnet8.0.weight", 1e-3), ("soundnet8.0.bias", 1e-3), ("soundnet8.1.weight", 1e-3), ("soundnet8.1.bias", 1e-3),
            ("fusion3.affine_rgb.weight", 1e-2), ("fusion3.affine_rgb.bias", 1e-2), ("fusion3.w_a_rgb.bias", 1e-2),
        })
        {
            Assert.All(parameters[name].data<float>().ToArray(), value => Assert.Equal(-rate, value, 1e-6 * rate));
        }
    }
}
