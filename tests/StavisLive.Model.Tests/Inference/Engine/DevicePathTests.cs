using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Inference.Engine.Convolution;
using StavisLive.Model.Inference.Engine.Streaming;
using StavisLive.Model.Inference.Precision;
using StavisLive.Model.Network;
using StavisLive.Model.Tests.Parity;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Inference.Engine;

/// <summary>What a graphics processor is told to compute (ATen's convolutions, several windows together), computed by the processor.</summary>
public sealed class DevicePathTests
{
    [Theory]
    [InlineData("resnet10-visual", ScalarType.Float32)]
    [InlineData("resnet50-audiovisual", ScalarType.Float32)]
    [InlineData("resnet50-audiovisual", ScalarType.BFloat16)]
    public void Logits_ClipsTogether_MatchTheAuthorsByBothWays(string name, ScalarType precision)
    {
        Assert.SkipUnless(precision != ScalarType.BFloat16 || EngineFactory.HasFastBFloat16, "This processor has no AVX-512.");
        using var network = GoldenWeights.CreateNetwork(name);
        using var engine = new SaliencyEngine(network, CPU, precision, new PlainDialect());
        NetworkWindow[] windows = [.. Enumerable.Range(0, GoldenWindow.Clips).Select(GoldenWindow.Rent)];
        for (var clip = 0; clip < windows.Length; clip++) windows[clip].StreamId = clip;

        AssertMatch(name, precision, EnginePass.Logits(engine, windows));
        for (var step = 1; step < StreamStem.StepsToSettle - 1; step++) Move(engine, windows);
        AssertMatch(name, precision, EnginePass.Logits(engine, windows));

        foreach (var window in windows) window.Dispose();
    }

    [Fact]
    public void Logits_Float16ClipsTogether_MatchTheAuthorsByOneWayEach()
    {
        // The processor emulates float16, at a hundred times the cost: one pass, to which the first clip is pushed and for which the second one is computed.
        const string name = "resnet10-audiovisual";
        using var network = GoldenWeights.CreateNetwork(name);
        using var engine = new SaliencyEngine(network, CPU, float16, new PlainDialect());
        NetworkWindow[] windows = [.. Enumerable.Range(0, GoldenWindow.Clips).Select(GoldenWindow.Rent)];
        for (var clip = 0; clip < windows.Length; clip++) windows[clip].StreamId = clip;
        for (var step = 0; step < StreamStem.StepsToSettle - 1; step++) Move(engine, windows[0]);

        AssertMatch(name, ScalarType.Float16, LogitsOf(engine, windows, turns => Assert.Equal([true, false], turns.Select(turn => turn.Pushes))));

        foreach (var window in windows) window.Dispose();
    }

    [Fact]
    public void Logits_StreamsOfEveryKindTogether_EqualEachAlone()
    {
        using var network = RandomNetworks.Create(new NetworkVariant(10));
        using var engine = new SaliencyEngine(network, CPU, float32, new PlainDialect());
        ProbeStream[] streams = [.. Enumerable.Range(1, 4).Select(number => new ProbeStream(number))];
        for (var step = 0; step < StreamStem.StepsToSettle; step++)
        {
            // The third one is silent, and the first and the fourth have had no turn before the last step.
            streams[2].Window.Audio.Clear();
            streams[2].Window.HasAudio = false;
            NetworkWindow[] windows = [.. streams.Where((_, index) => step == StreamStem.StepsToSettle - 1 || index is not (0 or 3)).Select(stream => stream.Window)];

            var together = EnginePass.Logits(engine, windows);

            for (var index = 0; index < windows.Length; index++)
            {
                var difference = Numbers.MaxDifference(PlainPass.Logits(network, windows[index]), together.AsSpan(index * SaliencyMap.Length, SaliencyMap.Length));
                Assert.True(difference <= 1e-4, $"step {step}, window {index}: max |difference| of logits {difference:G3}");
            }
            foreach (var stream in streams) stream.Next();
        }
        foreach (var stream in streams) stream.Dispose();
    }

    [Fact]
    public void Begin_ManyStreamsSettleAtOnce_EqualOneAfterTheOther()
    {
        // More pictures than are prepared at a time.
        using var network = RandomNetworks.Create(new NetworkVariant(10, Audiovisual: false));
        using var engine = new SaliencyEngine(network, CPU, float32, new PlainDialect());
        using var alone = new SaliencyEngine(network, CPU, float32, new PlainDialect());
        ProbeStream[] streams = [.. Enumerable.Range(1, 3).Select(number => new ProbeStream(number))];
        for (var step = 1; step < StreamStem.StepsToSettle; step++)
        {
            EnginePass.Stem(engine, [.. streams.Select(stream => stream.Window)]);
            foreach (var stream in streams)
            {
                EnginePass.Stem(alone, stream.Window);
                stream.Next();
            }
        }

        var together = EnginePass.Logits(engine, [.. streams.Select(stream => stream.Window)]);

        float[] one = [.. streams.SelectMany(stream => EnginePass.Logits(alone, stream.Window))];
        foreach (var stream in streams) stream.Dispose();

        Assert.InRange(Numbers.MaxDifference(one, together), 0, 1e-5);
    }

    private static void AssertMatch(string name, ScalarType precision, float[] logits)
    {
        for (var clip = 0; clip < GoldenWindow.Clips; clip++)
        {
            var expected = GoldenWindow.ExpectedLogits(name, clip);
            var own = logits.AsSpan(clip * SaliencyMap.Length, SaliencyMap.Length).ToArray();
            var (_, logitDifference) = MapAgreement.Of(expected, own);
            var (correlation, difference) = MapAgreement.Of(Array.ConvertAll(expected, Probability), Array.ConvertAll(own, Probability));
            TestContext.Current.TestOutputHelper!.WriteLine($"clip {clip}: logits {logitDifference:G3}, correlation {correlation:F6}, maps {difference:G3}");
            if (precision == ScalarType.Float32) Assert.InRange(logitDifference, 0, 2e-4);
            Assert.InRange(correlation, 0.999, 1);
            Assert.InRange(difference, 0, 0.03);
        }
    }

    // A step whose maps nobody wants.
    private static void Move(SaliencyEngine engine, params NetworkWindow[] windows)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        using var step = engine.Begin(windows);
    }

    private static float[] LogitsOf(SaliencyEngine engine, NetworkWindow[] windows, Action<IReadOnlyList<StemTurn>> check)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        using var step = engine.Begin(windows);
        check(step.Turns);
        return Numbers.Of(engine.Finish(step));
    }

    private static float Probability(float logit) => 1 / (1 + MathF.Exp(-logit));
}
