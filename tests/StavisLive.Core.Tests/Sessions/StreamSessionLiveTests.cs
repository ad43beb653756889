using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Sessions;
using StavisLive.Core.Windowing;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sessions;

/// <summary>What is live waits for nobody.</summary>
public sealed class StreamSessionLiveTests : SessionRunTests
{
    [Fact]
    public async Task RunAsync_LiveAndSlow_NewestWinsAndEverySkipIsCounted()
    {
        using var permits = new SemaphoreSlim(0);
        var predictor = new CenterPredictor(permits: permits);
        var preprocessor = new FirstPixelPreprocessor();
        var sink = new CollectingSink();
        var source = new ScriptedSource(TestFrames.Description(isLive: true), async (output, stop) =>
        {
            // The network begins with the first window and gets no further while thirty more frames come.
            await Pictures.WriteAsync(output, 8, 25, stop);
            await Eventually.HoldsAsync(() => predictor.Steps == 1);
            for (var index = 8; index < 38; index++)
            {
                await output.WriteAsync(Pictures.Make(index, MediaTime.FromSeconds(index / 25.0)), stop);
            }
            await Eventually.HoldsAsync(() => preprocessor.Frames == 38);
            permits.Release(100);
        });

        var outcome = await RunAsync(source, [sink], predictor: () => predictor, preprocessor: preprocessor);

        var indices = sink.Results.Select(result => result.Index).ToList();
        Assert.Equal(indices.Order().Distinct(), indices);
        Assert.Equal(38, outcome.Summary.FramesIn);
        Assert.Equal(38, outcome.Summary.FramesOut);
        var skipped = outcome.Summary.Skips[SkipReason.ModelBusy];
        Assert.Equal(38, outcome.Summary.MapsOut + skipped);
        Assert.InRange(outcome.Summary.MapsOut, 2, 12);
        Assert.All(sink.Results, result => Assert.Equal(result.MapSlot == result.Index ? MapState.Live : MapState.Stale, Settled(result.State)));
    }

    [Fact]
    public async Task RunAsync_LiveSourceFallsSilent_PublishesTheWaitingFramesWithoutIt()
    {
        var sink = new CollectingSink();
        var source = new ScriptedSource(TestFrames.Description(isLive: true), async (output, stop) =>
        {
            await Pictures.WriteAsync(output, 20, 25, stop);
            // Seven frames of look-ahead wait for frames that don't come.
            await Eventually.HoldsAsync(() => sink.Results.Count == 20);
        });

        await RunAsync(source, [sink]);

        Assert.Equal(20, sink.Results.Count);
    }

    [Fact]
    public async Task RunAsync_NewestAndTwoFramesASlot_EachIsPublishedWithItsSlotsMapAtOnce()
    {
        const int Count = 40;
        var sink = new CollectingSink();
        var source = new ScriptedSource(TestFrames.Description(isLive: true, frameRate: 50), async (output, stop) =>
        {
            for (var index = 0; index < Count; index++)
            {
                // Slots lie 40 ms apart, and a frame is the nearest one's: after the first each gets two, of which the second comes when
                // the slot's map has been published with the first.
                await output.WriteAsync(Pictures.Make(index, MediaTime.FromSeconds(index / 50.0)), stop);
                await Eventually.HoldsAsync(() => sink.Results.Count == index + 1);
            }
        });

        var outcome = await RunAsync(source, [sink], options: Newest);

        Assert.Equal(
            Enumerable.Range(0, Count).Select(index => ((long)index, (long)(index + 1) / 2)),
            sink.Results.Select(result => (result.Index, result.MapSlot)));
        Assert.All(sink.Results, result => Assert.Equal(MapState.Live, Settled(result.State)));
        // What the step took is told once.
        Assert.All(sink.Results, result => Assert.Equal(result.Index is 0 || result.Index % 2 == 1, result.HasTimes));
        Assert.Equal(1 + (Count / 2), outcome.Summary.MapsOut);
        Assert.Empty(outcome.Summary.Skips);
    }

    [Fact]
    public async Task RunAsync_NewestAndTheSecondFrameOfASlotBeforeAHole_IsPublishedWithoutTheNextSlot()
    {
        var sink = new CollectingSink();
        var source = new ScriptedSource(TestFrames.Description(isLive: true, frameRate: 50), async (output, stop) =>
        {
            await output.WriteAsync(Pictures.Make(0, MediaTime.Zero), stop);
            await Eventually.HoldsAsync(() => sink.Results.Count == 1);
            await output.WriteAsync(Pictures.Make(1, MediaTime.FromMilliseconds(10)), stop);
            await Eventually.HoldsAsync(() => sink.Results.Count == 2);
            await output.WriteAsync(Pictures.Make(2, MediaTime.FromSeconds(60)), stop);
        });

        await RunAsync(source, [sink], options: Newest);

        Assert.Equal([0, 0, 1500], sink.Results.Select(result => result.MapSlot));
        Assert.All(sink.Results, result => Assert.Equal(MapState.Live, Settled(result.State)));
    }

    [Fact]
    public async Task RunAsync_NewestAndTheSecondFrameOfTheLastSlot_IsPublishedAtTheEnd()
    {
        var sink = new CollectingSink();
        var source = new ScriptedSource(TestFrames.Description(isLive: true, frameRate: 50), async (output, stop) =>
        {
            await output.WriteAsync(Pictures.Make(0, MediaTime.Zero), stop);
            await Eventually.HoldsAsync(() => sink.Results.Count == 1);
            await output.WriteAsync(Pictures.Make(1, MediaTime.FromMilliseconds(10)), stop);
        });

        var outcome = await RunAsync(source, [sink], options: Newest);

        Assert.Equal([(0, 0), (1, 0)], sink.Results.Select(result => (result.Index, result.MapSlot)));
        Assert.Empty(outcome.Summary.Skips);
    }

    [Fact]
    public async Task RunAsync_LiveSinkThatDoesNotWait_GetsFramesAheadOfTheirMaps()
    {
        using var permits = new SemaphoreSlim(0);
        var sink = new CollectingFrameSink();
        var source = new ScriptedSource(TestFrames.Description(isLive: true), async (output, stop) =>
        {
            await Pictures.WriteAsync(output, 20, 25, stop);
            // There is no map as yet.
            await Eventually.HoldsAsync(() => sink.Frames.Count == 20);
            permits.Release(100);
        });

        await RunAsync(source, [sink], predictor: () => new CenterPredictor(permits: permits));

        Assert.Equal(Enumerable.Range(0, 20).Select(index => (long)index), sink.Frames);
        Assert.Equal(20, sink.Results.Count);
        Assert.All(sink.Results, result => Assert.False(result.HasPicture));
    }

    [Fact]
    public async Task RunAsync_OfflineSinkThatDoesNotWait_GetsResultsWithTheirPictures()
    {
        var sink = new CollectingFrameSink();

        await RunAsync(Frames(20), [sink]);

        Assert.Empty(sink.Frames);
        Assert.Equal(20, sink.Results.Count);
        Assert.All(sink.Results, result => Assert.True(result.HasPicture));
    }

    private static SessionOptions Newest => new() { Name = "test", Alignment = MapAlignment.Newest, WindowFps = 25 };

    private static MapState Settled(MapState state) => state == MapState.Warming ? MapState.Live : state;
}
