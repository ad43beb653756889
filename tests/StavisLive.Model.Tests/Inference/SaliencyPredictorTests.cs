using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Model.Inference;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Inference.Engine.Convolution;
using StavisLive.Model.Inference.Engine.Streaming;
using StavisLive.Model.Native;
using StavisLive.Model.Network;
using StavisLive.Model.Tests.Parity;
using TorchSharp;

namespace StavisLive.Model.Tests.Inference;

public sealed class SaliencyPredictorTests : IDisposable
{
    private readonly DirectoryInfo _cache = Directory.CreateTempSubdirectory("stavis-cache-");

    public void Dispose() => _cache.Delete(recursive: true);

    [Theory]
    [InlineData("resnet10-visual")]
    [InlineData("resnet10-audiovisual")]
    [InlineData("resnet50-audiovisual")]
    public void Predict_Float32_MatchesTheAuthors(string name)
    {
        using var predictor = new SaliencyPredictor(GoldenWeights.CreateNetwork(name), Cpu(InferencePrecision.Fp32));

        for (var clip = 0; clip < GoldenWindow.Clips; clip++)
        {
            var logits = Array.ConvertAll(Predict(predictor, clip), Logit);
            var difference = Numbers.MaxDifference(GoldenWindow.ExpectedLogits(name, clip), logits);
            TestContext.Current.TestOutputHelper!.WriteLine($"clip {clip}: max |difference| of logits {difference:G3}");
            Assert.True(difference <= 2e-4, $"clip {clip}: max |difference| of logits {difference:G3}");
        }
    }

    [Theory]
    [InlineData("resnet10-visual")]
    [InlineData("resnet10-audiovisual")]
    [InlineData("resnet50-visual")]
    [InlineData("resnet50-audiovisual")]
    public void Predict_BFloat16_StaysCloseToTheAuthors(string name)
    {
        Assert.SkipUnless(EngineFactory.HasFastBFloat16, "This processor has no AVX-512.");
        using var predictor = new SaliencyPredictor(GoldenWeights.CreateNetwork(name), Cpu(InferencePrecision.Bf16));

        for (var clip = 0; clip < GoldenWindow.Clips; clip++)
        {
            var expected = Array.ConvertAll(GoldenWindow.ExpectedLogits(name, clip), logit => 1 / (1 + MathF.Exp(-logit)));
            var actual = Predict(predictor, clip);
            var correlation = Numbers.Correlation(expected, actual);
            var difference = Numbers.MaxDifference(expected, actual);
            TestContext.Current.TestOutputHelper!.WriteLine($"clip {clip}: correlation {correlation:F5}, max |difference| {difference:F4}");
            Assert.True(correlation >= 0.999, $"clip {clip}: correlation {correlation:F5}");
            Assert.True(difference <= 0.03, $"clip {clip}: max |difference| {difference:F4}");
        }
    }

    [Fact]
    public void ThreadsFor_AskedOrNot_AreThoseOrThoseOfTheRuntime()
    {
        Assert.Equal(3, SaliencyPredictor.ThreadsFor(3));
        Assert.Equal(TorchRuntime.Threads, SaliencyPredictor.ThreadsFor(null));
    }

    [Fact]
    public void Predict_ManySteps_LeavesNoTensorBehind()
    {
        using var predictor = new SaliencyPredictor(new StavisNetwork(new NetworkVariant(Depth: 10)), Cpu(InferencePrecision.Fp32));
        // What a stream keeps is taken when it begins, and when it settles.
        for (var step = 0; step <= StreamStem.StepsToSettle; step++) Predict(predictor, 0);
        var statistics = DisposeScopeManager.Statistics;
        var (live, outside) = (statistics.ThreadTotalLiveCount, statistics.CreatedOutsideScopeCount);

        for (var step = 0; step < 3; step++) Predict(predictor, 0);

        Assert.Equal(live, statistics.ThreadTotalLiveCount);
        Assert.Equal(outside, statistics.CreatedOutsideScopeCount);
    }

    [Fact]
    public void Dispose_AfterSteps_FreesEverything()
    {
        Cycle(); // libtorch's own lasting tensors
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Cycle();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Cycle()
        {
            using var predictor = new SaliencyPredictor(new StavisNetwork(new NetworkVariant(Depth: 10)), Cpu(InferencePrecision.Fp32));
            Predict(predictor, 0);
        }
    }

    [Fact]
    public void Predict_SteadyState_AllocatesLittle()
    {
        using var predictor = new SaliencyPredictor(new StavisNetwork(new NetworkVariant(Depth: 10)), Cpu(InferencePrecision.Fp32));
        using var stream = new ProbeStream(0);
        using var map = SaliencyMap.Rent();
        Step();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Step();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);

        void Step()
        {
            stream.Next();
            predictor.Predict([stream.Window], [map], () => { });
        }
    }

    [Fact]
    public void Constructor_WhatItSetsUp_IsOutOfTheCollectorsWay()
    {
        using var predictor = new SaliencyPredictor(new StavisNetwork(new NetworkVariant(Depth: 10, Audiovisual: false)), Cpu(InferencePrecision.Fp32));

        // Nothing of it moves up while maps are made.
        Assert.Equal(GC.MaxGeneration, GC.GetGeneration(predictor.Engine));
    }

    [Fact]
    public void Predict_StepsSideBySide_SameMapsAsOneByOne()
    {
        const int steps = 12;
        using var alone = new SaliencyPredictor(GoldenWeights.CreateNetwork("resnet10-audiovisual"), Cpu(InferencePrecision.Fp32) with { Threads = 1 });
        using var beside = new SaliencyPredictor(GoldenWeights.CreateNetwork("resnet10-audiovisual"), Cpu(InferencePrecision.Fp32) with { Threads = 2 });
        Assert.Equal((1, 2), (alone.Concurrency, beside.Concurrency));
        using var stream = new ProbeStream(0);
        var expected = new float[steps][];
        for (var step = 0; step < steps; step++)
        {
            using var map = SaliencyMap.Rent();
            alone.Predict([stream.Window], [map], () => { });
            expected[step] = map.Values.ToArray();
            stream.Next();
        }

        var actual = Parallel(beside, steps);

        for (var step = 0; step < steps; step++) Assert.Equal(0, Numbers.MaxDifference(expected[step], actual[step]));
    }

    private static float[][] Parallel(SaliencyPredictor predictor, int steps)
    {
        using var stream = new ProbeStream(0);
        var maps = new float[steps][];
        var leading = new Lock();
        var next = 0;
        Thread[] threads = [.. Enumerable.Range(0, predictor.Concurrency).Select(_ => new Thread(Work))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return maps;

        void Work()
        {
            using var map = SaliencyMap.Rent();
            while (true)
            {
                leading.Enter();
                if (next == steps) break;
                var step = next++;
                // The window moves on before the next step begins: whatever a step needs of it, it has taken by then.
                predictor.Predict([stream.Window], [map], MoveOn);
                maps[step] = map.Values.ToArray();
            }
            leading.Exit();
        }

        void MoveOn()
        {
            stream.Next();
            leading.Exit();
        }
    }

    [Fact]
    public void Constructor_AutoPrecision_SameMapAsThePrecisionItChose()
    {
        Assert.SkipUnless(EngineFactory.HasFastBFloat16, "Where bfloat16 is no choice, nothing is measured.");
        using var automatic = new SaliencyPredictor(GoldenWeights.CreateNetwork("resnet10-audiovisual"), Cpu(InferencePrecision.Auto));
        var chosen = automatic.Description.Contains("bfloat16", StringComparison.Ordinal)
            ? InferencePrecision.Bf16
            : InferencePrecision.Fp32;
        using var explicitly = new SaliencyPredictor(GoldenWeights.CreateNetwork("resnet10-audiovisual"), Cpu(chosen));

        Assert.Contains("ms in float32", Assert.Single(automatic.Notices));
        Assert.Equal(Predict(explicitly, 0), Predict(automatic, 0));
    }

    [Fact]
    public void Constructor_AutoPrecisionOnAStandingClock_KeepsFloat32Exact()
    {
        const string name = "resnet10-audiovisual";

        // Neither precision is faster, so float32 is kept, after a detour through bfloat16.
        using var predictor = new SaliencyPredictor(GoldenWeights.CreateNetwork(name), Cpu(InferencePrecision.Auto), new FakeTimeProvider());

        Assert.Contains("float32 is used", Assert.Single(predictor.Notices));
        var logits = Array.ConvertAll(Predict(predictor, 0), Logit);
        Assert.InRange(Numbers.MaxDifference(GoldenWindow.ExpectedLogits(name, 0), logits), 0, 2e-4);
    }

    [Fact]
    public void Constructor_AutoPrecisionAgain_RemembersInsteadOfMeasuring()
    {
        Assert.SkipUnless(EngineFactory.HasFastBFloat16, "Where bfloat16 is no choice, nothing is measured.");
        const string name = "resnet10-visual";
        using (new SaliencyPredictor(GoldenWeights.CreateNetwork(name), Cpu(InferencePrecision.Auto), new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(5) }))
        {
        }

        using var again = new SaliencyPredictor(GoldenWeights.CreateNetwork(name), Cpu(InferencePrecision.Auto));
        using var otherWeights = new SaliencyPredictor(new StavisNetwork(new NetworkVariant(Depth: 10, Audiovisual: false)), Cpu(InferencePrecision.Auto));

        Assert.Contains("One step takes 5 ms in bfloat16 and 5 ms in float32", Assert.Single(again.Notices));
        Assert.Contains("earlier start", again.Notices[0]);
        Assert.DoesNotContain("earlier start", Assert.Single(otherWeights.Notices));
    }

    [Fact]
    public void Constructor_BFloat16WithoutAvx512_ComputesInFloat32AndSaysSo()
    {
        Assert.SkipWhen(EngineFactory.HasFastBFloat16, "This processor has AVX-512.");

        using var predictor = new SaliencyPredictor(new StavisNetwork(new NetworkVariant(Depth: 10)), Cpu(InferencePrecision.Bf16));

        Assert.Contains("float32 is used", Assert.Single(predictor.Notices));
        Assert.EndsWith("float32", predictor.Description);
    }

    [Fact]
    public void Constructor_Float16OnCpu_SaysWhatIsUsedInstead()
    {
        using var predictor = new SaliencyPredictor(new StavisNetwork(new NetworkVariant(Depth: 10, Audiovisual: false)), Cpu(InferencePrecision.Fp16));

        Assert.Contains("float16 needs CUDA", predictor.Notices[0]);
    }

    // Where it fails, libtorch ends the process.
    [Fact]
    public void Constructor_SystemWithDecimalComma_MakesTheSameEngine()
    {
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = comma;
        try
        {
            using var predictor = new SaliencyPredictor(GoldenWeights.CreateNetwork("resnet10-visual"), Cpu(InferencePrecision.Fp32));

            Assert.True(Numbers.MaxDifference(GoldenWindow.ExpectedLogits("resnet10-visual", 0), Array.ConvertAll(Predict(predictor, 0), Logit)) <= 2e-4);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(0, null, "0 threads")]
    [InlineData(null, 0, "0 steps at once")]
    public void Constructor_NothingToComputeWith_SaysSoAndFreesTheNetwork(int? threads, int? concurrency, string expected)
    {
        var network = new StavisNetwork(new NetworkVariant(Depth: 10));

        var error = Assert.Throws<ArgumentException>(() =>
            new SaliencyPredictor(network, new() { Device = ComputeDevice.Cpu, Threads = threads, Concurrency = concurrency }));

        Assert.Contains(expected, error.Message);
        Assert.All(network.parameters(), parameter => Assert.True(parameter.IsInvalid));
    }

    [Theory]
    [InlineData("fuse.bias", false, float.NaN)]
    [InlineData("fuseav.bias", true, float.PositiveInfinity)]
    public void Constructor_BiasThatIsNotFinite_SaysWhichAndFreesTheNetwork(string key, bool audiovisual, float value)
    {
        var network = new StavisNetwork(new NetworkVariant(Depth: 10, Audiovisual: audiovisual));
        using (torch.no_grad()) network.state_dict()[key].Fill(value);

        var error = Assert.Throws<ArgumentException>(() => new SaliencyPredictor(network, Cpu(InferencePrecision.Fp32)));

        Assert.Contains(key, error.Message);
        Assert.All(network.parameters(), parameter => Assert.True(parameter.IsInvalid));
    }

    [Fact]
    public void Predict_DeviceThatFails_SaysSoOnceAndGoesOnOnTheCpu()
    {
        const string name = "resnet10-audiovisual";
        Assert.SkipWhen(torch.cuda.is_available(), "CUDA works here.");
        // libtorch's real refusal: the first step's maps are to be brought back through memory that only a graphics processor's driver has.
        var network = GoldenWeights.CreateNetwork(name);
        var engine = EngineFactory.Create(network, torch.CPU, torch.float32);
        using var predictor = new SaliencyPredictor(
            network, Cpu(InferencePrecision.Fp32), time: null, new EngineChoice(engine, torch.META, []));
        List<string> notices = [];
        predictor.Noticed += notices.Add;
        Assert.True(predictor.UsesCuda);

        for (var step = 0; step < 3; step++)
        {
            var logits = Array.ConvertAll(Predict(predictor, 0), Logit);
            Assert.InRange(Numbers.MaxDifference(GoldenWindow.ExpectedLogits(name, 0), logits), 0, 2e-4);
        }

        var notice = Assert.Single(notices);
        TestContext.Current.TestOutputHelper!.WriteLine(notice);
        Assert.StartsWith("meta failed, and the network runs on the CPU from now on (the memory that it took there is free once the program ends): ", notice);
        Assert.DoesNotContain('\n', notice);
        Assert.StartsWith("CPU", predictor.Description);
        Assert.False(predictor.UsesCuda);
        Assert.Equal((16, 1), (predictor.BatchSize, predictor.Concurrency));
    }

    [Theory]
    [InlineData(InferencePrecision.Fp32, "resnet10-audiovisual")]
    [InlineData(InferencePrecision.Bf16, "resnet10-audiovisual")]
    [InlineData(InferencePrecision.Bf16, "resnet10-visual")]
    public void Predict_DeviceThatFailsAtSeveralWindows_EachHasItsOwnMap(InferencePrecision precision, string name)
    {
        Assert.SkipWhen(torch.cuda.is_available(), "CUDA works here.");
        Assert.SkipUnless(precision != InferencePrecision.Bf16 || ChannelBlock.IsSupported, "This processor has no AVX-512.");
        var network = GoldenWeights.CreateNetwork(name);
        var engine = EngineFactory.CreateCold(network, torch.CPU, torch.float32);
        using var predictor = new SaliencyPredictor(network, Cpu(precision), time: null, new EngineChoice(engine, torch.META, []));
        using var alone = new SaliencyPredictor(GoldenWeights.CreateNetwork(name), Cpu(precision));
        ProbeStream[] streams = [new(1), new(2), new(3)];
        SaliencyMap[] maps = [.. streams.Select(_ => SaliencyMap.Rent())];

        for (var step = 0; step < 2; step++)
        {
            predictor.Predict([.. streams.Select(stream => stream.Window)], maps, () => { });

            foreach (var (stream, map) in streams.Zip(maps))
            {
                using var own = SaliencyMap.Rent();
                alone.Predict([stream.Window], [own], () => { });
                Assert.InRange(Numbers.MaxDifference(own.Values, map.Values), 0, 1e-3);
                stream.Next();
            }
            Assert.True(Numbers.MaxDifference(maps[0].Values, maps[1].Values) > 0.01, "The streams look alike: the comparison would prove nothing.");
        }
        foreach (var stream in streams) stream.Dispose();
        foreach (var map in maps) map.Dispose();
    }

    private PredictorOptions Cpu(InferencePrecision precision) => new() { Device = ComputeDevice.Cpu, Precision = precision, CacheFolder = _cache.FullName };

    private static float[] Predict(SaliencyPredictor predictor, int clip)
    {
        using var window = GoldenWindow.Rent(clip);
        using var map = SaliencyMap.Rent();
        predictor.Predict([window], [map], () => { });
        return map.Values.ToArray();
    }

    private static float Logit(float probability) => (float)Math.Log(probability / (1.0 - probability));
}
