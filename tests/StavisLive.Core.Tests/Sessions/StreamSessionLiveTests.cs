using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
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

    private static MapState Settled(MapState state) => state == MapState.Warming ? MapState.Live : state;
}
