using StavisLive.Evaluation.Datasets.GazeClips;
using StavisLive.Model.Network;
using StavisLive.Training.Trainer.Weights;
using static TorchSharp.torch;

namespace StavisLive.Training.Tests.Trainer.Weights;

public sealed class ClipBiasTests
{
    private const double Power = 0.5;

    [Fact]
    public void Add_PeopleLookedEverywhere_NoPlaceIsBetter()
    {
        var everywhere = from x in Enumerable.Range(0, 56) from y in Enumerable.Range(0, 56) select ((x + 0.5) / 56, (y + 0.5) / 56);

        Assert.All(Numbers(Clip(everywhere)), number => Assert.InRange(number, -1e-3, 0));
    }

    [Fact]
    public void Add_PeopleLookedAtOnePlace_NumbersAreLogarithmsOfADensityThatIsTheSameMirrored()
    {
        var numbers = Numbers(Clip([(0.25, 0.5)]));

        // The 7th or 8th row's 4th column holds the place, the 11th its mirror image.
        Assert.Equal(0, numbers.Max());
        Assert.True(numbers[(6 * 14) + 3] > -0.5 && numbers[(6 * 14) + 10] > -0.5);
        // Far away the density is the hundredth that goes anywhere. Its largest, over a block of 8x8 of a Gaussian with a deviation of 4 % of the
        // side, is the product of two differences of normal distributions: the place lies on an edge between two rows of blocks, and in the
        // middle of a column; half of it lies on the mirrored side.
        var row = Normal(1 / 14.0 / 0.04) - Normal(0);
        var column = Normal(0.5 / 14 / 0.04) - Normal(-0.5 / 14 / 0.04);
        var largest = 0.99 * row * column * 14 * 14 / 2;
        Assert.Equal(Power * Math.Log(0.01 / (largest + 0.01)), numbers[0], 2e-2);
        for (var at = 0; at < numbers.Length; at++) Assert.Equal(numbers[at], numbers[(at / 14 * 14) + 13 - (at % 14)]);
    }

    [Fact]
    public void Add_ClipsOfManyAndOfFewFixations_CountAlike()
    {
        var numbers = Numbers(Clip([(0.5, 0.25)]), Clip(Enumerable.Repeat((0.5, 0.75), 50)), Clip([]));

        Assert.Equal(numbers[(3 * 14) + 6], numbers[(10 * 14) + 6], 1e-4f);
    }

    [Fact]
    public void Add_EverythingElse_StaysAsItWas()
    {
        using var network = new StavisNetwork(new NetworkVariant(10, Audiovisual: false), seed: 1);
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        network.eval();
        using var biased = ClipBias.Add(network, [Clip([(0.3, 0.4)])], Power);
        var frames = rand([1, 3, 16, 112, 112]);

        var added = biased.Saliency(frames, null) - network.Saliency(frames, null);

        Assert.Equal(0, added.max().item<float>(), 0.2);
        Assert.InRange(added.min().item<float>(), -10, -1);
        Assert.Equal(new NetworkVariant(10, Audiovisual: false, CenterBias: true), biased.Variant);
    }

    [Fact]
    public void Add_NobodyLooked_SaysSo()
    {
        using var network = new StavisNetwork(new NetworkVariant(10, Audiovisual: false), seed: 1);

        Assert.Contains("no fixations", Assert.Throws<InvalidDataException>(() => ClipBias.Add(network, [Clip([])], Power)).Message);
    }

    private static float[] Numbers(params GazeClip[] clips)
    {
        using var network = new StavisNetwork(new NetworkVariant(10, Audiovisual: false), seed: 1);
        using var biased = ClipBias.Add(network, clips, Power);
        return biased.state_dict()["center_bias.weight"].data<float>().ToArray();
    }

    private static GazeClip Clip(IEnumerable<(double X, double Y)> places) =>
        new("clip", "clip.mp4", "train", [.. places.Select(place => new ClipFixation((float)place.X, (float)place.Y, null, 0, 0.2))]);

    // Abramowitz and Stegun, 26.2.17, within 7.5e-8.
    private static double Normal(double z)
    {
        if (z < 0) return 1 - Normal(-z);
        var t = 1 / (1 + (0.2316419 * z));
        var polynomial = t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return 1 - (Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * polynomial);
    }
}
