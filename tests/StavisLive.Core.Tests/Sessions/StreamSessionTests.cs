using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sessions;

/// <summary>What a run makes of what its source hands over.</summary>
public sealed class StreamSessionTests : SessionRunTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(100)]
    public async Task RunAsync_Offline_PublishesEveryFrameOnceInOrderWithItsOwnMap(int count)
    {
        var sink = new CollectingSink(needsPicture: true);

        var outcome = await RunAsync(Frames(count), [sink]);

        Assert.True(outcome.Succeeded);
        Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), sink.Results.Select(result => result.Index));
        Assert.All(sink.Results, result => Assert.Equal((byte)result.Index, result.Value));
        Assert.All(sink.Results, result => Assert.Equal((byte)result.Index, result.Pixel));
        Assert.All(sink.Results, result => Assert.True(result.HasTimes));
        Assert.Equal((count, count, count), (outcome.Summary.FramesIn, outcome.Summary.FramesOut, outcome.Summary.MapsOut));
        Assert.Equal(sink.Summary, outcome.Summary);
    }

    [Fact]
    public async Task RunAsync_Offline_TheFirstWindowsAreWarming()
    {
        var sink = new CollectingSink();

        await RunAsync(Frames(40), [sink]);

        // The window of frame c ends with slot c + 7 and is whole from slot 15 on.
        Assert.All(sink.Results, result => Assert.Equal(result.Index < 8 ? MapState.Warming : MapState.Live, result.State));
    }

    [Fact]
    public async Task RunAsync_SixtyFramesPerSecond_FramesOfASlotShareItsMap()
    {
        var sink = new CollectingSink();
        var source = new ScriptedSource(TestFrames.Description(frameRate: 60), (output, stop) => Pictures.WriteAsync(output, 60, 60, stop));

        var outcome = await RunAsync(source, [sink]);

        Assert.Equal(60, sink.Results.Count);
        Assert.Equal(26, outcome.Summary.MapsOut); // slots 0 to 25 of one second
        Assert.All(sink.Results.GroupBy(result => result.MapSlot), slot =>
        {
            // The newest frame of a slot is the one the network saw, and the one step's times are told once.
            Assert.Equal(slot.Max(result => result.Index), slot.First().Value);
            Assert.Single(slot, result => result.HasTimes);
        });
    }

    [Theory]
    [InlineData(true, 0, 1)]
    [InlineData(false, 100, 0)]
    public async Task RunAsync_AudioRecorded_IsTheSourcesOwnWhereItCanBe(bool isEncoded, long samples, long packets)
    {
        var sink = new CollectingAudioSink();
        var description = TestFrames.Description() with
        {
            HasAudio = true,
            EncodedAudio = isEncoded ? new EncodedAudio("A_AAC", default) : null,
        };
        var source = new ScriptedSource(description, async (output, stop) =>
        {
            await output.WriteAsync(AudioBlock.Rent(100), stop);
            if (isEncoded) await output.WriteAsync(AudioPacket.Rent(10), stop);
            await Pictures.WriteAsync(output, 3, 25, stop);
        });

        await RunAsync(source, [sink]);

        Assert.Equal((samples, packets), (sink.Samples, sink.Packets));
    }

    [Fact]
    public async Task RunAsync_TwoSessionsOnOneScheduler_BothEndWithAllTheirMaps()
    {
        await using var scheduler = Started(() => Predictor);
        CollectingSink[] sinks = [new(), new()];

        var outcomes = await Task.WhenAll(sinks.Select(sink => RunOnAsync(scheduler, Frames(60), [sink])));

        Assert.All(outcomes, outcome => Assert.Equal(60, outcome.Summary.MapsOut));
        Assert.All(sinks, sink => Assert.Equal(60, sink.Results.Count));
    }

    [Fact]
    public async Task RunAsync_SamplesThatAreNoNumbers_AreSilencedLimitedAndCounted()
    {
        var sink = new CollectingAudioSink();
        var source = new ScriptedSource(TestFrames.Description(hasAudio: true), async (output, stop) =>
        {
            var block = AudioBlock.Rent(8);
            float[] samples = [0.5f, float.NaN, float.PositiveInfinity, -1e30f, -1.2f, float.NegativeInfinity, 0, 7];
            samples.CopyTo(block.Samples);
            await output.WriteAsync(block, stop);
            await Pictures.WriteAsync(output, 3, 25, stop);
        });

        var outcome = await RunAsync(source, [sink]);

        Assert.Equal([0.5f, 0, 8, -8, -1.2f, -8, 0, 7], sink.Kept);
        Assert.Equal(4, outcome.Summary.Skips[SkipReason.InvalidSample]);
    }
}
