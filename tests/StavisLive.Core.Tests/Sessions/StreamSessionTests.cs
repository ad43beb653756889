using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sessions;

public class StreamSessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TestFrames _frames = new();
    private readonly CenterPredictor _predictor = new();

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
        var source = new ScriptedSource(TestFrames.Description(frameRate: 60), (output, stop) => _frames.WriteAsync(output, 60, 60, stop));

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
            await _frames.WriteAsync(output, 3, 25, stop);
        });

        await RunAsync(source, [sink]);

        Assert.Equal((samples, packets), (sink.Samples, sink.Packets));
    }

    [Fact]
    public async Task RunAsync_Interrupted_PublishesWhatIsComputedAndClosesTheSinks()
    {
        using var interrupt = new CancellationTokenSource();
        var sink = new CollectingSink { OnWrite = () => interrupt.CancelAsync() };
        var source = new ScriptedSource(TestFrames.Description(), (output, stop) => _frames.WriteAsync(output, int.MaxValue, 25, stop));

        var outcome = await RunAsync(source, [sink], interrupt.Token);

        Assert.True(outcome.Summary.Interrupted);
        Assert.True(outcome.Succeeded);
        Assert.NotEmpty(sink.Results);
        Assert.NotNull(sink.Summary);
        var lost = outcome.Summary.Skips.GetValueOrDefault(SkipReason.Interrupted);
        Assert.Equal(outcome.Summary.FramesIn, outcome.Summary.FramesOut + lost);
    }

    [Fact]
    public async Task RunAsync_InterruptedBeforeTheFirstFrame_Ends()
    {
        using var interrupt = new CancellationTokenSource();
        var source = new ScriptedSource(TestFrames.Description(isLive: true), async (_, stop) =>
        {
            await interrupt.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        });
        var sink = new CollectingSink();

        var outcome = await RunAsync(source, [sink], interrupt.Token);

        Assert.True(outcome.Summary.Interrupted);
        Assert.NotNull(sink.Summary);
    }

    [Fact]
    public async Task RunAsync_SourceBreaksOff_PublishesWhatCameBeforeAndTellsTheCause()
    {
        var cause = new SourceException("the cable");
        var sink = new CollectingSink();
        var source = new ScriptedSource(TestFrames.Description(), async (output, stop) =>
        {
            await _frames.WriteAsync(output, 20, 25, stop);
            throw cause;
        });

        var outcome = await RunAsync(source, [sink]);

        Assert.Same(cause, outcome.SourceFailure);
        Assert.Equal(20, sink.Results.Count);
        Assert.NotNull(sink.Summary);
    }

    [Fact]
    public async Task RunAsync_SourceCannotBeOpened_OpensNoSink()
    {
        var sink = new CollectingSink();
        var source = new ScriptedSource(TestFrames.Description(), (_, _) => Task.CompletedTask) { OpenFailure = new SourceException("gone") };

        await Assert.ThrowsAsync<SourceException>(() => RunAsync(source, [sink]));

        Assert.False(sink.IsOpen);
        Assert.True(sink.IsDisposed);
        Assert.True(source.IsDisposed);
    }

    [Fact]
    public async Task RunAsync_SinkCannotBeOpened_ReadsNothing()
    {
        var read = false;
        var source = new ScriptedSource(TestFrames.Description(), (_, _) => Task.FromResult(read = true));
        var sink = new CollectingSink { OpenFailure = new SinkException("no such folder") };

        await Assert.ThrowsAsync<SinkException>(() => RunAsync(source, [sink]));

        Assert.False(read);
        Assert.True(sink.IsDisposed);
    }

    [Fact]
    public async Task RunAsync_OneSinkFails_TheOtherGoesOn()
    {
        var failing = new CollectingSink("failing") { WriteFailure = new SinkException("disk full"), FailAt = 3 };
        var other = new CollectingSink("other");

        var outcome = await RunAsync(Frames(50), [failing, other]);

        Assert.Equal(3, failing.Results.Count);
        Assert.Null(failing.Summary);
        Assert.Equal(50, other.Results.Count);
        Assert.Same(failing.WriteFailure, Assert.Single(outcome.SinkFailures, failure => failure.Key == "failing").Value);
        Assert.False(failing.WasCalledAfterDisposal || other.WasCalledAfterDisposal);
    }

    [Fact]
    public async Task RunAsync_SinkFailsWhenCompleted_IsTold()
    {
        var sink = new CollectingSink { CompleteFailure = new SinkException("disk full") };

        var outcome = await RunAsync(Frames(5), [sink]);

        Assert.False(outcome.Succeeded);
    }

    [Fact]
    public async Task RunAsync_EverySinkFails_StopsTheRun()
    {
        var sink = new CollectingSink { WriteFailure = new SinkException("disk full") };
        var source = new ScriptedSource(TestFrames.Description(), (output, stop) => _frames.WriteAsync(output, int.MaxValue, 25, stop));

        var outcome = await RunAsync(source, [sink]);

        Assert.False(outcome.Succeeded);
        Assert.False(outcome.Summary.Interrupted);
    }

    [Fact]
    public async Task RunAsync_PredictorFails_ThrowsItsCause()
    {
        var cause = new InvalidOperationException("out of memory");
        var sink = new CollectingSink();
        var predictor = new CenterPredictor { Failure = cause, FailAt = 5 };

        Assert.Same(cause, await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(Frames(50), [sink], predictor: () => predictor)));

        Assert.True(predictor.IsDisposed);
        Assert.True(sink.IsDisposed);
    }

    [Fact]
    public async Task RunAsync_PredictorCannotBeMade_OpensNoSink()
    {
        var sink = new CollectingSink();

        await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(Frames(5), [sink], predictor: () => throw new InvalidDataException("no weights")));

        Assert.False(sink.IsOpen);
    }

    [Fact]
    public async Task RunAsync_PreprocessorFails_ThrowsItsCause() =>
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => RunAsync(Frames(50), [new CollectingSink()], preprocessor: new FirstPixelPreprocessor { Failure = new InvalidOperationException() }));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_BreaksWhileTheSourceIsRead_ClosesItOnceItIsReadNoMore(bool isNetworks)
    {
        bool? wasDisposed = null;
        ScriptedSource source = null!;
        source = new ScriptedSource(TestFrames.Description(), async (output, stop) =>
        {
            try
            {
                await _frames.WriteAsync(output, int.MaxValue, 25, stop);
            }
            finally
            {
                // A decoder or a server may take its time.
                await Task.Delay(50, CancellationToken.None);
                wasDisposed = source.IsDisposed;
            }
        });
        var failure = new InvalidOperationException();

        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(
            source, [new CollectingSink()],
            predictor: () => new CenterPredictor { Failure = isNetworks ? failure : null, FailAt = 5 },
            preprocessor: new FirstPixelPreprocessor { Failure = isNetworks ? null : failure }));

        Assert.False(wasDisposed);
        Assert.True(source.IsDisposed);
    }

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
            await _frames.WriteAsync(output, 8, 25, stop);
            await Eventually.HoldsAsync(() => predictor.Steps == 1);
            for (var index = 8; index < 38; index++)
            {
                await output.WriteAsync(_frames.Make(index, MediaTime.FromSeconds(index / 25.0)), stop);
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
            await _frames.WriteAsync(output, 20, 25, stop);
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
            await _frames.WriteAsync(output, 20, 25, stop);
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

    [Fact]
    public async Task RunAsync_TwoSessionsOnOneScheduler_BothEndWithAllTheirMaps()
    {
        await using var scheduler = Started(() => _predictor);
        CollectingSink[] sinks = [new(), new()];

        var outcomes = await Task.WhenAll(sinks.Select(sink => RunOnAsync(scheduler, Frames(60), [sink])));

        Assert.All(outcomes, outcome => Assert.Equal(60, outcome.Summary.MapsOut));
        Assert.All(sinks, sink => Assert.Equal(60, sink.Results.Count));
    }

    [Fact]
    public async Task RunAsync_AfterEveryEnding_EveryBufferIsBack()
    {
        var sink = new CollectingSink(needsPicture: true) { WriteFailure = new SinkException("x"), FailAt = 10 };
        var held = new List<VideoFrame>();
        var source = new ScriptedSource(TestFrames.Description(), async (output, stop) =>
        {
            for (var index = 0; index < 60; index++)
            {
                var frame = _frames.Make(index, MediaTime.FromSeconds(index / 25.0));
                held.Add(frame);
                await output.WriteAsync(frame, stop);
            }
        });

        await RunAsync(source, [sink]);

        Assert.All(held, frame => Assert.Equal(0, frame.Holders));
    }

    [Fact]
    public async Task Feed_SubscriberThatComesLate_GetsResultsWithPicturesFromThenOn()
    {
        await using var scheduler = Started(() => _predictor);
        var joined = new TaskCompletionSource();
        var source = new ScriptedSource(TestFrames.Description(), async (output, stop) =>
        {
            await _frames.WriteAsync(output, 60, 25, stop);
            await joined.Task;
            for (var index = 60; index < 120; index++) await output.WriteAsync(_frames.Make(index, MediaTime.FromSeconds(index / 25.0)), stop);
        });
        await using var session = Session(scheduler, source, []);
        var run = session.RunAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => session.Status().FramesOut > 30);

        await using var late = session.Feed.Subscribe(new SubscriptionOptions { Name = "late", Content = FeedContent.Pictures, Capacity = 100 });
        joined.SetResult();
        var indices = new List<long>();
        await foreach (var item in late.ReadAllAsync())
        {
            var result = Assert.IsType<StreamItem.Result>(item).Value;
            Assert.Equal((byte)result.FrameIndex, result.Picture!.Pixels[0]);
            indices.Add(result.FrameIndex);
        }

        Assert.True((await run.WaitAsync(Patience)).Succeeded);
        Assert.InRange(indices[0], 31, 60);
        Assert.Equal(Enumerable.Range((int)indices[0], indices.Count).Select(index => (long)index), indices);
        Assert.Equal(119, indices[^1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_EverySinkHasFailed_EndsIfItWasForThem(bool endsWithSinks)
    {
        await using var scheduler = Started(() => _predictor);
        var sink = new CollectingSink { WriteFailure = new SinkException("full"), FailAt = 5 };
        await using var session = new StreamSession(
            new SessionOptions { Name = "test", EndsWithSinks = endsWithSinks },
            Frames(endsWithSinks ? int.MaxValue : 400), [sink], scheduler, new FirstPixelPreprocessor(), TimeProvider.System, NullLogger.Instance);

        var outcome = await session.RunAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.Single(outcome.SinkFailures);
        if (!endsWithSinks) Assert.Equal(400, outcome.Summary.FramesOut);
    }

    [Fact]
    public async Task Feed_OfASourceThatIsNotThereYet_TellsItsStates()
    {
        await using var scheduler = Started(() => _predictor);
        var source = new ReportingSource();
        await using var session = Session(scheduler, source, []);
        using var interrupt = new CancellationTokenSource();
        await using var subscription = session.Feed.Subscribe(new SubscriptionOptions { Name = "watcher", Content = FeedContent.States });
        var run = session.RunAsync(interrupt.Token);
        source.Monitor.Report(SourceState.Reconnecting, "nobody answers");

        var states = new List<SourceState>();
        await foreach (var item in subscription.ReadAllAsync())
        {
            states.Add(Assert.IsType<StreamItem.SourceChanged>(item).Change.State);
            if (states.Count == 2) break;
        }

        Assert.Equal([SourceState.Connecting, SourceState.Reconnecting], states);
        Assert.Null(session.Feed.Description);
        await interrupt.CancelAsync();
        await run.WaitAsync(Patience);
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
            await _frames.WriteAsync(output, 3, 25, stop);
        });

        var outcome = await RunAsync(source, [sink]);

        Assert.Equal([0.5f, 0, 8, -8, -1.2f, -8, 0, 7], sink.Kept);
        Assert.Equal(4, outcome.Summary.Skips[SkipReason.InvalidSample]);
    }

    [Fact]
    public async Task RunAsync_NetworkWithoutNumbers_PublishesNothingAndFailsAlone()
    {
        var predictor = new CenterPredictor { Poison = stream => stream == 1 };
        await using var scheduler = Started(() => predictor);
        CollectingSink[] sinks = [new(), new()];

        var poisoned = RunOnAsync(scheduler, Frames(60), [sinks[0]]);
        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => poisoned);
        var other = await RunOnAsync(scheduler, Frames(60), [sinks[1]]);

        Assert.Contains("no numbers", failure.Message);
        Assert.Empty(sinks[0].Results);
        Assert.Equal(60, other.Summary.MapsOut);
    }

    private static MapState Settled(MapState state) => state == MapState.Warming ? MapState.Live : state;

    private ScriptedSource Frames(int count) =>
        new(TestFrames.Description(), (output, stop) => _frames.WriteAsync(output, count, 25, stop));

    private async Task<SessionOutcome> RunAsync(
        ISource source,
        IReadOnlyList<ISink> sinks,
        CancellationToken interrupt = default,
        Func<ISaliencyPredictor>? predictor = null,
        IFramePreprocessor? preprocessor = null)
    {
        await using var scheduler = Started(predictor ?? (() => _predictor));
        return await RunOnAsync(scheduler, source, sinks, interrupt, preprocessor);
    }

    private static async Task<SessionOutcome> RunOnAsync(
        InferenceScheduler scheduler, ISource source, IReadOnlyList<ISink> sinks, CancellationToken interrupt = default, IFramePreprocessor? preprocessor = null)
    {
        await using var session = Session(scheduler, source, sinks, preprocessor);
        return await session.RunAsync(interrupt).WaitAsync(Patience);
    }

    private static InferenceScheduler Started(Func<ISaliencyPredictor> predictor)
    {
        var scheduler = new InferenceScheduler(predictor, TimeProvider.System);
        scheduler.Start();
        return scheduler;
    }

    private static StreamSession Session(
        InferenceScheduler scheduler, ISource source, IReadOnlyList<ISink> sinks, IFramePreprocessor? preprocessor = null) => new(
        new SessionOptions { Name = "test" }, source, sinks, scheduler, preprocessor ?? new FirstPixelPreprocessor(), TimeProvider.System, NullLogger.Instance);

    /// <summary>A source that nobody ever reaches.</summary>
    private sealed class ReportingSource : ISource, IReportsState
    {
        public string Name => "far away";

        public SourceMonitor Monitor { get; } = new(TimeProvider.System);

        public async Task<SourceDescription> OpenAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException();
        }

        public Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => default;
    }
}
