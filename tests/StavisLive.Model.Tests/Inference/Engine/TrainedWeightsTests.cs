using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Inference.Engine.Streaming;
using StavisLive.Model.Inference.Precision;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Inference.Engine;

/// <summary>The engine with the weights that people use: trained ones are nothing like start values.</summary>
public sealed class TrainedWeightsTests(TrainedNetwork trained) : IClassFixture<TrainedNetwork>, IDisposable
{
    private const int Steps = 20;
    private const double Tolerance = 1e-4;

    // The engines are all tests'; each gives them one stream.
    public void Dispose()
    {
        trained.Engines.Forget(1);
    }

    [Fact]
    public void Logits_Float32_EqualThePlainNetworkAndAFreshEngine()
    {
        using var stream = new ProbeStream(1);
        var logits = RunOn(trained.Engines.Single, stream);

        using var fresh = EngineFactory.CreateCold(trained.Network, CPU, float32);
        Assert.InRange(Numbers.MaxDifference(PlainPass.Logits(trained.Network, stream.Window), logits), 0, Tolerance);
        Assert.InRange(Numbers.MaxDifference(EnginePass.Logits(fresh, stream.Window), logits), 0, Tolerance);
    }

    [Fact]
    public void Logits_BFloat16_AgreeWithFloat32NoLessThanThePlainNetwork()
    {
        Assert.SkipUnless(EngineFactory.HasFastBFloat16, "This processor has no AVX-512.");
        using var stream = new ProbeStream(1);
        var logits = RunOn(trained.Engines.Half!, stream);
        var exact = PlainPass.Logits(trained.Network, stream.Window);
        using var rounded = TrainedNetwork.Load();
        var plain = PlainPass.Logits(rounded.to(bfloat16), stream.Window, bfloat16);

        var (correlation, difference) = MapAgreement.Of(Probabilities(exact), Probabilities(logits));
        TestContext.Current.TestOutputHelper!.WriteLine($"correlation {correlation:F6}, max |difference| {difference:G3}; rms {Distance(exact, logits):G3}, plain {Distance(exact, plain):G3}");
        Assert.InRange(correlation, 0.999, 1);
        Assert.InRange(difference, 0, 0.03);
        Assert.InRange(Distance(exact, logits), 0, Distance(exact, plain));
    }

    public static IEnumerable<TheoryDataRow<int>> Strides => [.. Enumerable.Range(1, 16).Select(stride => new TheoryDataRow<int>(stride))];

    [Theory]
    [MemberData(nameof(Strides))]
    public void Logits_BFloat16_EveryStride_AgreesWithAFreshEngine(int stride)
    {
        Assert.SkipUnless(EngineFactory.HasFastBFloat16, "This processor has no AVX-512.");
        // Which way a window goes depends on when the network had time for the stream: the map must not.
        var engine = trained.Engines.Half!;
        using var stream = new ProbeStream(1);
        for (var step = 0; step < StreamStem.StepsToSettle; step++)
        {
            EnginePass.Stem(engine, stream.Window);
            for (var picture = 0; picture < stride; picture++) stream.Next();
        }
        var kept = Probabilities(EnginePass.Logits(engine, stream.Window));
        engine.Forget(stream.Window.StreamId);

        var (correlation, difference) = MapAgreement.Of(Probabilities(EnginePass.Logits(engine, stream.Window)), kept);

        TestContext.Current.TestOutputHelper!.WriteLine($"1 - correlation {1 - correlation:G3}, max |difference| {difference:G3}");
        Assert.InRange(difference, 0, 1e-3);
    }

    /// <summary>Steps, so that nearly all of the last one's window is known from before.</summary>
    private static float[] RunOn(SaliencyEngine engine, ProbeStream stream)
    {
        for (var step = 0; step < Steps; step++)
        {
            EnginePass.Stem(engine, stream.Window);
            stream.Next();
        }
        return EnginePass.Logits(engine, stream.Window);
    }

    private static float[] Probabilities(float[] logits) => Array.ConvertAll(logits, logit => 1 / (1 + MathF.Exp(-logit)));

    private static double Distance(float[] expected, float[] actual) =>
        Math.Sqrt(expected.Zip(actual, (x, y) => (double)(x - y) * (x - y)).Average());
}
