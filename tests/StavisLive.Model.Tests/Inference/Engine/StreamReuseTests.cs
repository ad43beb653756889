using StavisLive.Core.Windowing;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Inference.Engine.Streaming;
using StavisLive.Model.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Inference.Engine;

/// <summary>What is kept from step to step changes nothing, whatever a stream does.</summary>
public sealed class StreamReuseTests(KnownNetwork known) : IClassFixture<KnownNetwork>, IDisposable
{
    private readonly SaliencyEngine _kept = known.Engines.Single;

    // The engines are all tests'; no stream has a higher number.
    public void Dispose()
    {
        for (var stream = 1; stream <= 3; stream++) known.Engines.Forget(stream);
    }

    public static IEnumerable<TheoryDataRow<int>> Strides => [.. Enumerable.Range(1, 16).Append(40).Select(stride => new TheoryDataRow<int>(stride))];

    [Theory]
    [MemberData(nameof(Strides))]
    public void Logits_EveryStride_EqualsAFreshEngine(int stride)
    {
        using var stream = new ProbeStream(1);
        for (var step = 0; step <= StreamStem.StepsToSettle; step++)
        {
            AssertAsFresh(stream.Window);
            for (var frame = 0; frame < stride; frame++) stream.Next();
        }
    }

    [Theory]
    [MemberData(nameof(Strides))]
    public void Logits_BFloat16_EveryStride_AgreesWithAFreshEngine(int stride)
    {
        Assert.SkipUnless(EngineFactory.HasFastBFloat16, "This processor has no AVX-512.");
        var engine = known.Engines.Half!;
        using var stream = new ProbeStream(1);
        for (var step = 0; step < StreamStem.StepsToSettle; step++)
        {
            EnginePass.Stem(engine, stream.Window);
            stream.Next(Math.Min(stride, NetworkWindow.Frames));
        }
        var kept = EnginePass.Logits(engine, stream.Window);
        engine.Forget(stream.Window.StreamId);

        var difference = Numbers.MaxDifference(EnginePass.Logits(engine, stream.Window), kept);

        TestContext.Current.TestOutputHelper!.WriteLine($"max |difference| of logits {difference:G3}");
        // Computed, it is the same convolution; pushed, the order of additions is another.
        Assert.InRange(difference, 0, stride <= 2 ? 0.05 : 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Logits_OuterTapsAreZero_EqualThePlainNetwork(int reach)
    {
        using var network = RandomNetworks.Create(new NetworkVariant(10, Audiovisual: false));
        using (no_grad())
        using (NewDisposeScope())
        {
            var kernel = network.state_dict()["conv1.weight"];
            // On one side only: the other one counts.
            kernel.narrow(2, 0, 3 - reach).zero_();
            kernel.narrow(2, 4 + Math.Max(reach - 1, 0), 3 - Math.Max(reach - 1, 0)).zero_();
        }
        using var engine = EngineFactory.CreateCold(network, CPU, float32);
        using var stream = new ProbeStream(1);
        // With whole kernels the first few would have the stream settle.
        foreach (var stride in new[] { 0, 1, 2, 5, 1, 9, 12, 14, 15, 0, 16 })
        {
            stream.Next(stride);
            var difference = Numbers.MaxDifference(PlainPass.Logits(network, stream.Window), EnginePass.Logits(engine, stream.Window));
            Assert.True(difference <= 1e-4, $"{stride}: max |difference| of logits {difference:G3}");
        }
    }

    [Fact]
    public void Logits_StridesThatChange_EqualAFreshEngine()
    {
        // From pushing to computing and back, with what each keeps for the other.
        using var stream = new ProbeStream(1);
        foreach (var stride in new[] { 1, 1, 1, 1, 4, 9, 3, 12, 1, 1, 2, 1, 10, 1, 1, 1, 8, 9, 7, 0, 1 })
        {
            AssertAsFresh(stream.Window);
            for (var frame = 0; frame < stride; frame++) stream.Next();
        }
        AssertAsFresh(stream.Window);
    }

    [Fact]
    public void Finish_StepsOfManyStreamsSideBySide_EqualEachAlone()
    {
        // As the scheduler's threads do: one begins at a time, the others finish meanwhile.
        const int steps = 24;
        ProbeStream[] streams = [.. Enumerable.Range(1, 3).Select(number => new ProbeStream(number))];
        var beginning = new Lock();
        var (next, actual, expected) = (0, new float[steps][], new float[steps][]);
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(_ => new Thread(Work))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        for (var index = 0; index < steps; index++) Assert.InRange(Numbers.MaxDifference(expected[index], actual[index]), 0, 1e-4);
        foreach (var stream in streams) stream.Dispose();

        void Work()
        {
            using var inference = inference_mode();
            while (true)
            {
                using var scope = NewDisposeScope();
                EngineStep step;
                int index;
                lock (beginning)
                {
                    if (next == steps) return;
                    index = next++;
                    // One stream with twice as many steps as the others, so that it waits for itself.
                    var stream = streams[index % 4 % 3];
                    expected[index] = known.Logits(stream.Window);
                    step = _kept.Begin([stream.Window]);
                    for (var picture = 0; picture < 1 + (index % 5); picture++) stream.Next();
                }
                actual[index] = Numbers.Of(_kept.Finish(step));
            }
        }
    }

    [Fact]
    public void Logits_ManySteps_DoNotDrift()
    {
        using var stream = new ProbeStream(1);
        for (var step = 0; step < 60; step++)
        {
            EnginePass.Stem(_kept, stream.Window);
            stream.Next();
        }

        AssertAsFresh(stream.Window);
    }

    [Fact]
    public void Logits_RepeatedPictures_EqualsAFreshEngine()
    {
        // A stalled camera: the window's newest slots repeat one picture, under one number.
        using var stream = new ProbeStream(1);
        AssertAsFresh(stream.Window);
        for (var step = 0; step < 20; step++)
        {
            var window = stream.Window;
            if (step % 6 == 5) stream.Next();
            else Repeat(window);
            AssertAsFresh(window);
        }
    }

    [Fact]
    public void Logits_SameWindowAgain_IsTheSameMap()
    {
        using var stream = new ProbeStream(1);
        var first = EnginePass.Logits(_kept, stream.Window);

        Assert.Equal(first, EnginePass.Logits(_kept, stream.Window));
    }

    [Fact]
    public void Logits_InterleavedStreamsWithEqualNumbers_StayApart()
    {
        // Both count their pictures from zero.
        using var left = new ProbeStream(1);
        using var right = new ProbeStream(2);
        for (var step = 0; step < 4; step++)
        {
            AssertAsFresh(left.Window);
            if (step != 1) AssertAsFresh(right.Window);
            left.Next();
            right.Next();
        }
    }

    [Fact]
    public void Logits_NumbersThatJumpBack_EqualsAFreshEngine()
    {
        using var stream = new ProbeStream(1);
        using var restarted = new ProbeStream(1);
        for (var step = 0; step < 20; step++) stream.Next();
        AssertAsFresh(stream.Window);

        AssertAsFresh(restarted.Window);
    }

    [Fact]
    public void Forget_ThenTheSameNumber_StartsAnew()
    {
        using var old = new ProbeStream(1);
        AssertAsFresh(old.Window);
        _kept.Forget(1);
        using var other = new ProbeStream(9);
        other.Window.StreamId = 1;

        AssertAsFresh(other.Window);
    }

    [Fact]
    public void Forget_FreesWhatWasKept()
    {
        // What the engine takes for all streams, it takes for the first.
        using var first = new ProbeStream(2);
        EnginePass.Logits(_kept, first.Window);
        _kept.Forget(2);
        using var stream = new ProbeStream(1);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        EnginePass.Logits(_kept, stream.Window);
        Assert.True(DisposeScopeManager.Statistics.ThreadTotalLiveCount > before);

        _kept.Forget(1);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    /// <summary>The engine that has seen the stream, and the trainable network, which has seen nothing.</summary>
    private void AssertAsFresh(NetworkWindow window)
    {
        var difference = Numbers.MaxDifference(known.Logits(window), EnginePass.Logits(_kept, window));
        Assert.True(difference <= 1e-4, $"max |difference| of logits {difference:G3}");
    }

    private static void Repeat(NetworkWindow window)
    {
        window.Pictures[NetworkWindow.BytesPerFrame..].CopyTo(window.Pictures);
        window.PictureIds[1..].CopyTo(window.PictureIds);
    }
}
