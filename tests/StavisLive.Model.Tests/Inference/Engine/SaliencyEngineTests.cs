using StavisLive.Core.Media;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Network;
using StavisLive.Model.Tests.Parity;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Inference.Engine;

/// <summary>The engine computes what the trainable network computes.</summary>
public sealed class SaliencyEngineTests
{
    // Float32 differs by the order of additions alone.
    private const double Tolerance = 1e-4;

    // Of fifty layers, and with ATen's convolutions, it is held to the authors' maps (SaliencyPredictorTests, DevicePathTests).
    [Theory]
    [InlineData(10, true)]
    [InlineData(18, true)]
    [InlineData(34, false)]
    [InlineData(101, true)]
    public void Logits_EveryDepth_EqualThePlainNetwork(int depth, bool audiovisual) =>
        AssertEqual(new NetworkVariant(depth, audiovisual));

    [Theory]
    [InlineData(LocalizationMethod.Bilinear, 64, FusionScheme.Modulated)]
    [InlineData(LocalizationMethod.Bilinear, 64, FusionScheme.Combined)]
    [InlineData(LocalizationMethod.Bilinear, 1, FusionScheme.Sum)]
    [InlineData(LocalizationMethod.InnerProduct, 64, FusionScheme.Concat)]
    [InlineData(LocalizationMethod.InnerProduct, 1, FusionScheme.Combined)]
    [InlineData(LocalizationMethod.InnerProduct, 64, FusionScheme.Attention)]
    [InlineData(LocalizationMethod.Cosine, 1, FusionScheme.Concat)]
    [InlineData(LocalizationMethod.Cosine, 1, FusionScheme.Modulated)]
    [InlineData(LocalizationMethod.Cosine, 1, FusionScheme.Attention)]
    public void Logits_EveryLocalizationAndFusion_EqualThePlainNetwork(LocalizationMethod localization, int maps, FusionScheme fusion) =>
        AssertEqual(new NetworkVariant(10, true, localization, maps, fusion));

    [Theory]
    [InlineData(true, FusionScheme.Concat)]
    [InlineData(true, FusionScheme.Modulated)]
    [InlineData(true, FusionScheme.Combined)]
    [InlineData(false, FusionScheme.Concat)]
    public void Logits_CenterBias_EqualThePlainNetwork(bool audiovisual, FusionScheme fusion) =>
        AssertEqual(new NetworkVariant(10, audiovisual, Fusion: fusion, CenterBias: true));

    [Theory]
    [InlineData("resnet10-visual")]
    [InlineData("resnet10-audiovisual")]
    [InlineData("resnet50-audiovisual")]
    public void Logits_BFloat16_NoFurtherFromFloat32ThanThePlainNetwork(string name)
    {
        Assert.SkipUnless(EngineFactory.HasFastBFloat16, "This processor has no AVX-512.");
        using var network = GoldenWeights.CreateNetwork(name);
        using var engine = EngineFactory.Create(network, CPU, bfloat16);
        var ours = new double[2];
        var plain = new double[2];
        float[][] expected = [.. Enumerable.Range(0, GoldenWindow.Clips).Select(clip => GoldenWindow.ExpectedLogits(name, clip))];
        for (var clip = 0; clip < GoldenWindow.Clips; clip++)
        {
            using var window = GoldenWindow.Rent(clip);
            ours[clip] = RootMeanSquare(expected[clip], EnginePass.Logits(engine, window));
        }
        network.to(bfloat16);
        for (var clip = 0; clip < GoldenWindow.Clips; clip++)
        {
            using var window = GoldenWindow.Rent(clip);
            plain[clip] = RootMeanSquare(expected[clip], PlainPass.Logits(network, window, bfloat16));
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"engine {ours[0]:G3} {ours[1]:G3}, plain {plain[0]:G3} {plain[1]:G3}");
        Assert.True(ours.Sum() <= plain.Sum(), $"engine {ours[0]:G3} {ours[1]:G3}, plain {plain[0]:G3} {plain[1]:G3}");
    }

    [Fact]
    public void Logits_SilenceAfterAudio_IsThatOfZeros()
    {
        using var network = RandomNetworks.Create(new NetworkVariant(10));
        using var engine = EngineFactory.CreateCold(network, CPU, float32);
        using var stream = new ProbeStream(1);
        EnginePass.Logits(engine, stream.Window);
        for (var step = 0; step < 2; step++)
        {
            stream.Next();
            stream.Window.Audio.Clear();
            stream.Window.HasAudio = false;

            AssertClose(PlainPass.Logits(network, stream.Window), EnginePass.Logits(engine, stream.Window));
        }
    }

    [Fact]
    public void Logits_Batch_EqualsEachStreamAlone()
    {
        using var network = RandomNetworks.Create(new NetworkVariant(10));
        using var engine = EngineFactory.CreateCold(network, CPU, float32);
        ProbeStream[] streams = [new(3), new(4)];
        for (var step = 0; step < 3; step++)
        {
            var together = EnginePass.Logits(engine, [.. streams.Select(stream => stream.Window)]);
            for (var index = 0; index < streams.Length; index++)
            {
                var own = together.AsSpan(index * SaliencyMap.Length, SaliencyMap.Length);
                AssertClose(PlainPass.Logits(network, streams[index].Window), own);
                streams[index].Next();
            }
        }
        foreach (var stream in streams) stream.Dispose();
    }

    private static void AssertEqual(NetworkVariant variant)
    {
        using var network = RandomNetworks.Create(variant);
        using var engine = EngineFactory.CreateCold(network, CPU, float32);
        using var stream = new ProbeStream(1);
        // libtorch traces the first step and rewrites the program at the second.
        for (var step = 0; step < 2; step++)
        {
            EnginePass.Logits(engine, stream.Window);
            stream.Next();
        }
        var expected = PlainPass.Logits(network, stream.Window);

        Assert.True(expected.Max() - expected.Min() > 0.1, "The map is flat: the comparison would prove nothing.");
        AssertClose(expected, EnginePass.Logits(engine, stream.Window));
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        var difference = Numbers.MaxDifference(expected, actual);
        TestContext.Current.TestOutputHelper!.WriteLine($"max |difference| of logits {difference:G3}");
        Assert.True(difference <= Tolerance, $"max |difference| of logits {difference:G3}");
    }

    private static double RootMeanSquare(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        var sum = 0.0;
        for (var index = 0; index < expected.Length; index++) sum += Math.Pow(expected[index] - actual[index], 2);
        return Math.Sqrt(sum / expected.Length);
    }
}
