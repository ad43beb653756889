using StavisLive.Model.Native;
using StavisLive.Model.Network;
using StavisLive.Training.Trainer.Weights;
using static TorchSharp.torch;

namespace StavisLive.Training.Tests.Trainer.Weights;

public sealed class QuietTapsTests
{
    [Fact]
    public void Zero_SlicesBelowTheShare_AreZeroAndOthersStay()
    {
        using var network = new StavisNetwork(new NetworkVariant(10, Audiovisual: false), seed: 1);
        using var gradient = no_grad();
        using var scope = NewDisposeScope();
        var kernel = network.state_dict()["conv1.weight"];
        foreach (var quiet in new[] { 0, 1, 6 }) kernel.select(2, quiet).Scale(0.01);
        var before = kernel.clone();

        QuietTaps.Zero(network, 0.02);

        for (var tap = 0; tap < 7; tap++)
        {
            var expected = tap is 0 or 1 or 6 ? zeros_like(before.select(2, tap)) : before.select(2, tap);
            Assert.True(kernel.select(2, tap).equal(expected).all().item<bool>(), $"tap {tap}");
        }
    }

    [Fact]
    public void Zero_NoShare_ChangesNothing()
    {
        using var network = new StavisNetwork(new NetworkVariant(10, Audiovisual: false), seed: 1);
        using var scope = NewDisposeScope();
        var before = network.state_dict()["conv1.weight"].detach().clone();

        QuietTaps.Zero(network, 0);

        Assert.True(network.state_dict()["conv1.weight"].equal(before).all().item<bool>());
    }
}
