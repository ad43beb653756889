using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sessions;

/// <summary>How runs end, and what is told of it.</summary>
public sealed class StreamSessionEndingTests : SessionRunTests
{
    [Fact]
    public async Task RunAsync_Interrupted_PublishesWhatIsComputedAndClosesTheSinks()
    {
        using var interrupt = new CancellationTokenSource();
        var sink = new CollectingSink { OnWrite = () => interrupt.CancelAsync() };
        var source = new ScriptedSource(TestFrames.Description(), (output, stop) => Pictures.WriteAsync(output, int.MaxValue, 25, stop));

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
    public async Task RunAsync_InterruptedWhileASinkOpens_CompletesThoseThatAreOpen()
    {
        using var interrupt = new CancellationTokenSource();
        var open = new CollectingSink("open");
        var opening = new CollectingSink("opening")
        {
            OnOpen = async stop =>
            {
                await interrupt.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            },
        };

        var outcome = await RunAsync(Frames(5), [open, opening], interrupt.Token);

        Assert.True(outcome.Summary.Interrupted);
        Assert.NotNull(open.Summary);
        Assert.Null(opening.Summary);
        Assert.True(opening.IsDisposed);
    }

    [Fact]
    public async Task RunAsync_SourceBreaksOff_PublishesWhatCameBeforeAndTellsTheCause()
    {
        var cause = new SourceException("the cable");
        var sink = new CollectingSink();
        var source = new ScriptedSource(TestFrames.Description(), async (output, stop) =>
        {
            await Pictures.WriteAsync(output, 20, 25, stop);
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
        var source = new ScriptedSource(TestFrames.Description(), (output, stop) => Pictures.WriteAsync(output, int.MaxValue, 25, stop));

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
                await Pictures.WriteAsync(output, int.MaxValue, 25, stop);
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
    public async Task RunAsync_AfterEveryEnding_EveryBufferIsBack()
    {
        var sink = new CollectingSink(needsPicture: true) { WriteFailure = new SinkException("x"), FailAt = 10 };
        var held = new List<VideoFrame>();
        var source = new ScriptedSource(TestFrames.Description(), async (output, stop) =>
        {
            for (var index = 0; index < 60; index++)
            {
                var frame = Pictures.Make(index, MediaTime.FromSeconds(index / 25.0));
                held.Add(frame);
                await output.WriteAsync(frame, stop);
            }
        });

        await RunAsync(source, [sink]);

        Assert.All(held, frame => Assert.Equal(0, frame.Holders));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_EverySinkHasFailed_EndsIfItWasForThem(bool endsWithSinks)
    {
        await using var scheduler = Started(() => Predictor);
        var sink = new CollectingSink { WriteFailure = new SinkException("full"), FailAt = 5 };
        await using var session = new StreamSession(
            new SessionOptions { Name = "test", EndsWithSinks = endsWithSinks },
            Frames(endsWithSinks ? int.MaxValue : 400), [sink], scheduler, new FirstPixelPreprocessor(), TimeProvider.System, NullLogger.Instance);

        var outcome = await session.RunAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.Single(outcome.SinkFailures);
        if (!endsWithSinks) Assert.Equal(400, outcome.Summary.FramesOut);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DisposeAsync_WhileItRuns_EndsTheRunAsInterruptedBeforeAnythingIsClosed(bool isLive)
    {
        await using var scheduler = Started(() => Predictor);
        bool? wasDisposed = null;
        ScriptedSource source = null!;
        source = new ScriptedSource(TestFrames.Description(isLive), async (output, stop) =>
        {
            try
            {
                await Pictures.WriteAsync(output, isLive ? 40 : int.MaxValue, 25, stop);
                await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            }
            finally
            {
                await Task.Delay(50, CancellationToken.None);
                wasDisposed = source.IsDisposed;
            }
        });
        var sink = new CollectingSink();
        var session = Session(scheduler, source, [sink]);
        var run = session.RunAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => sink.Results.Count > 0);

        await session.DisposeAsync();

        var outcome = await run.WaitAsync(Patience);
        Assert.True(outcome.Summary.Interrupted && outcome.Succeeded);
        Assert.Equal(outcome.Summary, sink.Summary);
        Assert.Equal(outcome.Summary.FramesOut, sink.Results.Count);
        Assert.True(sink.IsDisposed && source.IsDisposed);
        Assert.False(sink.WasCalledAfterDisposal || wasDisposed!.Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DisposeAsync_SinkThatCannotBeDisposed_ClosesTheOthersAndTheSource(bool runs)
    {
        await using var scheduler = Started(() => Predictor);
        var failing = new CollectingSink("failing") { DisposeFailure = new IOException("The folder is gone.") };
        var other = new CollectingSink("other");
        var source = Frames(5);
        var session = Session(scheduler, source, [failing, other]);
        if (runs) Assert.True((await session.RunAsync(CancellationToken.None).WaitAsync(Patience)).Succeeded);

        await session.DisposeAsync();

        Assert.True(failing.IsDisposed && other.IsDisposed && source.IsDisposed);
    }

    [Fact]
    public async Task DisposeAsync_ManyTimesFromManyThreads_IsOne()
    {
        await using var scheduler = Started(() => Predictor);
        var sink = new CollectingSink { OnComplete = () => Task.Delay(50) };
        var source = new ScriptedSource(TestFrames.Description(), (output, stop) => Pictures.WriteAsync(output, int.MaxValue, 25, stop));
        var session = Session(scheduler, source, [sink]);
        var run = session.RunAsync(CancellationToken.None);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            await session.DisposeAsync();
            // Whoever comes second may rely on it as well.
            Assert.True(sink.IsDisposed && source.IsDisposed);
        }))).WaitAsync(Patience);
        await session.DisposeAsync();

        Assert.True((await run).Summary.Interrupted);
        Assert.False(sink.WasCalledAfterDisposal);
    }

    [Fact]
    public async Task DisposeAsync_ByWhatFollowsTheRun_ComesToItsEnd()
    {
        await using var scheduler = Started(() => Predictor);
        var session = Session(scheduler, Frames(20), [new CollectingSink()]);

        var following = session.RunAsync(CancellationToken.None).ContinueWith(
            async run =>
            {
                await session.DisposeAsync();
                return await run;
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Unwrap();

        Assert.False((await following.WaitAsync(Patience)).Summary.Interrupted);
    }

    [Fact]
    public async Task RunAsync_OfADisposedSession_IsRefused()
    {
        await using var scheduler = Started(() => Predictor);
        var sink = new CollectingSink();
        var session = Session(scheduler, Frames(5), [sink]);
        await session.DisposeAsync();
        await session.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => session.RunAsync(CancellationToken.None));

        Assert.False(sink.IsOpen);
    }

    [Fact]
    public async Task RunAsync_Again_IsRefused()
    {
        await using var scheduler = Started(() => Predictor);
        await using var session = Session(scheduler, Frames(5), []);
        await session.RunAsync(CancellationToken.None).WaitAsync(Patience);

        await Assert.ThrowsAsync<InvalidOperationException>(() => session.RunAsync(CancellationToken.None));
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
}
