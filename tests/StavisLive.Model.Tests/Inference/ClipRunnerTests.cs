using StavisLive.Model.Inference;
using StavisLive.Model.Network;
using StavisLive.Model.Tests.Parity;

namespace StavisLive.Model.Tests.Inference;

public sealed class ClipRunnerTests
{
    [Theory]
    [InlineData("resnet10-visual", 5)]
    [InlineData("resnet10-audiovisual", 1)]
    public void Run_TwoClips_MatchesTheAuthors(string name, int maps)
    {
        using var network = GoldenWeights.CreateNetwork(name);
        var expected = Golden.Npy<float>($"{name}.logits.npy").Values;
        var logits = new float[expected.Length];
        var runner = new ClipRunner(network);

        runner.Run(Golden.Npy<byte>("frames.npy").Values, Golden.Npy<float>("audio.npy").Values, logits);

        Assert.Equal(maps, runner.MapsPerClip);
        Assert.InRange(Numbers.MaxDifference(expected, logits), 0, 2e-4);
    }

    [Fact]
    public void Run_VisualOnly_NeedsNoAudio()
    {
        using var network = GoldenWeights.CreateNetwork("resnet10-visual");
        var expected = Golden.Npy<float>("resnet10-visual.logits.npy").Values;
        var logits = new float[expected.Length];

        new ClipRunner(network).Run(Golden.Npy<byte>("frames.npy").Values, [], logits);

        Assert.InRange(Numbers.MaxDifference(expected, logits), 0, 2e-4);
    }

    [Theory]
    [InlineData(ClipRunner.BytesPerClip - 1, 35_280, 12_544)]
    [InlineData(2 * ClipRunner.BytesPerClip, 35_281, 2 * 12_544)]
    [InlineData(ClipRunner.BytesPerClip, 35_280, 12_543)]
    public void Run_LengthsThatDoNotFit_SaysSo(int pictures, int audio, int logits)
    {
        using var network = new StavisNetwork(new NetworkVariant(Depth: 10));
        var runner = new ClipRunner(network);

        Assert.Throws<ArgumentException>(() => runner.Run(new byte[pictures], new float[audio], new float[logits]));
    }
}
