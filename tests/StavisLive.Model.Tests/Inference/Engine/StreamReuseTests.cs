using StavisLive.Core.Windowing;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Inference.Engine;

/// <summary>What is kept from step to step changes nothing, whatever a stream does.</summary>
public sealed class StreamReuseTests : IDisposable
{
    private readonly StavisNetwork _network = RandomNetworks.Create(new NetworkVariant(10, Audiovisual: false));
    private readonly SaliencyEngine _kept;

    public StreamReuseTests() => _kept = EngineFactory.Create(_network, CPU, float32);

    public void Dispose()
    {
        _kept.Dispose();
        _network.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(40)]
    public void Logits_EveryStride_EqualsAFreshEngine(int stride)
    {
        using var stream = new ProbeStream(1);
        for (var step = 0; step < 4; step++)
        {
            AssertAsFresh(stream.Window);
            for (var frame = 0; frame < stride; frame++) stream.Next();
        }
    }

    [Fact]
    public void Logits_ManySteps_DoNotDrift()
    {
        using var stream = new ProbeStream(1);
        for (var step = 0; step < 60; step++)
        {
            Logits(_kept, stream.Window);
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
        var first = Logits(_kept, stream.Window);

        Assert.Equal(first, Logits(_kept, stream.Window));
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
        using var stream = new ProbeStream(1);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Logits(_kept, stream.Window);
        Assert.True(DisposeScopeManager.Statistics.ThreadTotalLiveCount > before);

        _kept.Forget(1);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    /// <summary>The engine that has seen the stream, and the trainable network, which has seen nothing.</summary>
    private void AssertAsFresh(NetworkWindow window)
    {
        var difference = Numbers.MaxDifference(PlainPass.Logits(_network, window), Logits(_kept, window));
        Assert.True(difference <= 1e-4, $"max |difference| of logits {difference:G3}");
    }

    private static void Repeat(NetworkWindow window)
    {
        window.Pictures[NetworkWindow.BytesPerFrame..].CopyTo(window.Pictures);
        window.PictureIds[1..].CopyTo(window.PictureIds);
    }

    private static float[] Logits(SaliencyEngine engine, NetworkWindow window)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        return Numbers.Of(engine.Finish(engine.Begin([window])));
    }
}
