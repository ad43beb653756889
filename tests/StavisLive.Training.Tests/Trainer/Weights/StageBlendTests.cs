using StavisLive.Model.Native;
using StavisLive.Model.Network;
using StavisLive.Training.Trainer.Weights;
using static TorchSharp.torch;

namespace StavisLive.Training.Tests.Trainer.Weights;

public sealed class StageBlendTests
{
    private const double Share = 0.25;

    [Fact]
    public void Apply_EarlierStageOnlySaw_WhatListensStaysWhole()
    {
        using var network = Network(seed: 1);
        using var other = Network(seed: 2, listens: false);
        using var scope = NewDisposeScope();
        var before = Copy(network);

        StageBlend.Apply(network, other, Share);

        var (after, earlier) = (network.state_dict(), other.state_dict());
        foreach (var key in new[] { "conv1.weight", "bn1.running_var", "layer3.0.conv1.weight", "score_dsn.2.side_prep.weight", "fuse.weight" })
            Assert.True(after[key].allclose(Mean(before[key], earlier[key])), key);
        foreach (var key in new[] { "soundnet8.0.weight", "fusion3.w_a_rgb.weight", "fuseav.bias" }) Assert.True(after[key].equal(before[key]).all().item<bool>(), key);
        Assert.True(after["fuseav.weight"].narrow(1, 0, 64).allclose(Mean(before["fuseav.weight"].narrow(1, 0, 64), earlier["fuse.weight"])));
        Assert.True(after["fuseav.weight"].narrow(1, 64, 64).equal(before["fuseav.weight"].narrow(1, 64, 64)).all().item<bool>());
    }

    [Fact]
    public void Apply_EarlierStageListened_EverythingIsAveraged()
    {
        using var network = Network(seed: 1);
        using var other = Network(seed: 2);
        using var scope = NewDisposeScope();
        var before = Copy(network);

        StageBlend.Apply(network, other, Share);

        var (after, earlier) = (network.state_dict(), other.state_dict());
        foreach (var key in new[] { "conv1.weight", "soundnet8.0.weight", "fusion3.w_a_rgb.weight", "fuseav.weight" })
            Assert.True(after[key].allclose(Mean(before[key], earlier[key])), key);
    }

    private static Tensor Mean(Tensor mine, Tensor theirs) => mine.Times(1 - Share).Plus(theirs.Times(Share));

    private static StavisNetwork Network(ulong seed, bool listens = true) => new(new NetworkVariant(10, listens), seed);

    private static Dictionary<string, Tensor> Copy(StavisNetwork network) =>
        network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());
}
