using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Core.Sources.Reconnection;
using static StavisLive.Core.Tests.Sources.Reconnection.SupervisedHarness;

namespace StavisLive.Core.Tests.Sources.Reconnection;

public sealed class SupervisedSourceTests
{
    // A camera's way: what comes first is shown first.
    private static readonly SupervisionOptions Camera = new() { SkipsBacklog = false };

    [Fact]
    public async Task Read_LostAndBack_GoesOnOnOneLine()
    {
        var harness = new SupervisedHarness(Camera, SendThenLose(20), null, null, SendThenEnd(20));

        await harness.RunAsync();

        Assert.Equal(Enumerable.Range(0, 40).Select(index => (long)index), harness.Frames.Select(frame => frame.Index));
        // Own stamps began at zero twice; the line ran with the clock.
        Assert.All(harness.Frames, frame => Assert.Equal(frame.At, frame.Line, 1e-6));
        Assert.True(harness.Frames[20].Line - harness.Frames[19].Line > 0.1);
        Assert.All(harness.Connected, connection => Assert.True(connection.IsDisposed || connection == harness.Connected[^1]));
        Assert.Equal(
            [SourceState.Warming, SourceState.Live, SourceState.Reconnecting, SourceState.Reconnecting, SourceState.Warming, SourceState.Live, SourceState.Ended],
            harness.States);
        Assert.Equal(["scripted was lost", "scripted cannot be opened"], harness.Changes.Select(change => change.Reason).OfType<string>());
        Assert.Equal(2, harness.Source.Monitor.Last.Connection);
    }

    [Fact]
    public async Task Open_FirstConnectionFails_IsAnError()
    {
        var harness = new SupervisedHarness(Camera, [null]);

        var error = await Assert.ThrowsAsync<SourceException>(() => harness.Source.OpenAsync(CancellationToken.None));

        Assert.Equal("scripted cannot be opened", error.Message);
        Assert.Equal(SourceState.Failed, harness.Source.Monitor.State);
    }

    [Fact]
    public async Task Open_FirstConnectionFailsAndItKeepsTrying_ConnectsInTheEnd()
    {
        var harness = new SupervisedHarness(Camera with { KeepsTrying = true }, null, null, SendThenLose(20), SendThenEnd(20));

        await harness.RunAsync();

        Assert.Equal(40, harness.Frames.Count);
        Assert.Equal((SourceState.Connecting, "scripted cannot be opened"), (harness.Changes[0].State, harness.Changes[0].Reason));
        Assert.Equal(2, harness.Source.Monitor.Last.Connection);
        // What a source is, is found out until one connection has told it.
        Assert.Equal([true, true, true, false], harness.Firsts);
    }

    [Fact]
    public async Task Read_BreaksInAWayThatNobodyForesaw_ConnectsAnew()
    {
        var harness = new SupervisedHarness(Camera, SendThenThrow(20, new InvalidOperationException("The device is gone.")), SendThenEnd(20));

        await harness.RunAsync();

        Assert.Equal(40, harness.Frames.Count);
        Assert.Equal(["scripted broke off: The device is gone."], harness.Changes.Select(change => change.Reason).OfType<string>());
    }

    [Fact]
    public async Task Read_OpeningAgainBreaksInAWayThatNobodyForesaw_IsTriedAgain()
    {
        var harness = new SupervisedHarness(Camera, SendThenLose(20), SendThenEnd(0), SendThenEnd(20));
        harness.OpenFailures.Enqueue(new DirectoryNotFoundException("No such device."));

        await harness.RunAsync();

        Assert.Equal(40, harness.Frames.Count);
        Assert.Equal(["scripted was lost", "scripted broke off: No such device."], harness.Changes.Select(change => change.Reason).OfType<string>());
    }

    [Fact]
    public async Task Read_WhoTakesTheFramesFails_IsNoLossOfTheSource()
    {
        var cause = new InvalidOperationException("The network broke.");
        var harness = new SupervisedHarness(Camera, SendThenEnd(20)) { OutputFailure = cause };

        Assert.Same(cause, await Assert.ThrowsAsync<InvalidOperationException>(harness.RunAsync));
        Assert.Single(harness.Connected);
    }

    [Fact]
    public async Task Open_KeepsTryingForSoManyAttempts_GivesUp()
    {
        var harness = new SupervisedHarness(Camera with { KeepsTrying = true, ReconnectAttempts = 2 }, null, null, null);

        var error = await Assert.ThrowsAsync<SourceException>(harness.RunAsync);

        Assert.Contains("given up after 2 attempts", error.Message);
        Assert.Equal(SourceState.Failed, harness.Source.Monitor.State);
    }

    [Fact]
    public async Task Open_FailsForMinutes_IsTriedForLessOften()
    {
        var harness = new SupervisedHarness(Camera with { KeepsTrying = true }, [.. Enumerable.Repeat<Connection?>(null, 2000)]);
        using var over = new CancellationTokenSource();
        var attempts = new List<double>();

        var opening = harness.Source.OpenAsync(over.Token);
        while (harness.Now < 300)
        {
            await harness.Time.AdvanceToNextTimerAsync();
            attempts.Add(harness.Now);
        }
        await over.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        Assert.Equal(attempts.Count + 1, harness.Connected.Count);
        // Two or three in a second for a minute, then one in ten.
        Assert.InRange(attempts.Count(second => second < 75), 150, 250);
        Assert.InRange(attempts.Count(second => second >= 75), 20, 50);
    }

    [Fact]
    public async Task Open_MayReconnect_PromisesNoPackets()
    {
        var mayReconnect = await new SupervisedHarness(Camera, SendThenEnd(1)).Source.OpenAsync(CancellationToken.None);
        var mayNot = await new SupervisedHarness(Camera with { ReconnectAttempts = 0 }, SendThenEnd(1)).Source.OpenAsync(CancellationToken.None);

        Assert.Null(mayReconnect.EncodedAudio);
        Assert.NotNull(mayNot.EncodedAudio);
    }

    [Fact]
    public async Task Read_NoAttempts_FailsWithTheLoss()
    {
        var harness = new SupervisedHarness(Camera with { ReconnectAttempts = 0 }, SendThenLose(20));

        Assert.Equal("scripted was lost", (await Assert.ThrowsAsync<SourceException>(harness.RunAsync)).Message);
        Assert.Equal([SourceState.Warming, SourceState.Live, SourceState.Failed], harness.States);
    }

    [Fact]
    public async Task Read_AttemptsUsedUp_GivesUpAndSaysWhy()
    {
        // The second connection breaks off before it is live: it counts as an attempt that failed.
        var harness = new SupervisedHarness(Camera with { ReconnectAttempts = 3 }, SendThenLose(20), null, SendThenLose(5), null);

        var error = await Assert.ThrowsAsync<SourceException>(harness.RunAsync);

        Assert.Equal("scripted was given up after 3 attempts to connect again. scripted cannot be opened", error.Message);
        Assert.Equal(SourceState.Failed, harness.Source.Monitor.State);
    }

    [Fact]
    public async Task Read_AttemptsSucceedInBetween_CountAnew()
    {
        var harness = new SupervisedHarness(
            Camera with { ReconnectAttempts = 2 }, SendThenLose(20), null, SendThenLose(20), null, SendThenLose(20), null, SendThenEnd(1));

        await harness.RunAsync();

        Assert.Equal(SourceState.Ended, harness.Source.Monitor.State);
    }

    [Fact]
    public async Task Read_NoFrame_StallsAndComesBack()
    {
        var harness = new SupervisedHarness(Camera, async (harness, output, _) =>
        {
            await harness.SendAsync(output, 20);
            harness.Time.Advance(TimeSpan.FromSeconds(2));
            await harness.SendAsync(output, 1, first: 2.8);
        });

        await harness.RunAsync();

        Assert.Equal([SourceState.Warming, SourceState.Live, SourceState.Stalled, SourceState.Live, SourceState.Ended], harness.States);
        Assert.Equal("no frame for 2 s", harness.Changes[2].Reason);
    }

    [Fact]
    public async Task Read_BacklogAtTheStart_IsSkippedToTheNewest()
    {
        // Eight seconds had piled up while nobody read; they come within 0.2 s, then the stream at its own pace.
        var harness = new SupervisedHarness(new SupervisionOptions(), async (harness, output, _) =>
        {
            await harness.SendAsync(output, 200, wait: 0.001);
            await harness.SendAsync(output, 50, first: 8);
        });

        await harness.RunAsync();

        Assert.InRange(harness.Frames[0].Line, 8, 8.3);
        Assert.InRange(harness.Source.Monitor.Skips[SkipReason.Backlog], 200, 207);
    }

    [Fact]
    public async Task Read_BurstAfterAHole_IsSkippedToWhatIsNotOld()
    {
        // The network holds three seconds back and delivers them at once.
        var harness = new SupervisedHarness(Camera, async (harness, output, _) =>
        {
            await harness.SendAsync(output, 50);
            harness.Time.Advance(TimeSpan.FromSeconds(3));
            await harness.SendAsync(output, 75, first: 2, wait: 0.001);
            await harness.SendAsync(output, 25, first: 5);
        });

        await harness.RunAsync();

        // The first one could not be known to be followed; from then on nothing older than half a second.
        var late = harness.Frames.Where(frame => frame.At - frame.Line > 0.5).ToList();
        Assert.Equal(51, Assert.Single(late).Index + 1);
        Assert.InRange(harness.Source.Monitor.Skips[SkipReason.Behind], 58, 66);
        AssertRises(harness);
    }

    [Fact]
    public async Task Read_LateAtItsOwnPace_IsTakenAsItComes()
    {
        // From the second second on everything is three seconds late, for good: nothing newer could be waited for.
        var harness = new SupervisedHarness(Camera, async (harness, output, _) =>
        {
            await harness.SendAsync(output, 50);
            harness.Time.Advance(TimeSpan.FromSeconds(3));
            await harness.SendAsync(output, 250, first: 2);
        });

        await harness.RunAsync();

        Assert.Equal(300, harness.Frames.Count);
        Assert.Empty(harness.Source.Monitor.Skips);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100_000)]
    public async Task Read_StampsJump_LineGoesOn(double stamp)
    {
        var harness = new SupervisedHarness(Camera, async (harness, output, _) =>
        {
            await harness.SendAsync(output, 50, first: 10);
            await harness.SendAsync(output, 50, first: stamp);
        });

        await harness.RunAsync();

        Assert.Equal(100, harness.Frames.Count);
        for (var i = 1; i < 100; i++) Assert.Equal(0.04, harness.Frames[i].Line - harness.Frames[i - 1].Line, 0.001);
    }

    [Fact]
    public async Task Read_StampsStandStill_ConnectsAnew()
    {
        var harness = new SupervisedHarness(
            Camera, (harness, output, _) => harness.SendAsync(output, 200, step: 0.001), SendThenEnd(20));

        await harness.RunAsync();

        Assert.Contains(harness.Changes, change => change.State == SourceState.Reconnecting && change.Reason!.Contains("stand still"));
        Assert.InRange(harness.Frames.Count, 80, 120);
        AssertRises(harness);
    }

    [Fact]
    public async Task Read_StampsOfASlowSourceStandStill_ConnectsAnew()
    {
        var harness = new SupervisedHarness(
            Camera, (harness, output, _) => harness.SendAsync(output, 20, step: 0.001, wait: 0.7), SendThenEnd(20));

        await harness.RunAsync();

        Assert.Contains(harness.Changes, change => change.State == SourceState.Reconnecting && change.Reason!.Contains("stand still"));
        Assert.InRange(harness.Frames.Count, 20, 30);
        AssertRises(harness);
    }

    [Fact]
    public async Task Read_FrameThatIsLateBeforeAStall_IsNoStampThatStandsStill()
    {
        var harness = new SupervisedHarness(Camera, async (harness, output, _) =>
        {
            await harness.SendAsync(output, 25, wait: 0.04);
            await harness.SendAsync(output, 1, first: 1, wait: 0.2);
            await harness.SendAsync(output, 1, first: 1.04, wait: 4);
            await harness.SendAsync(output, 25, first: 1.08, wait: 0.04);
        });

        await harness.RunAsync();

        Assert.Equal(52, harness.Frames.Count);
        Assert.DoesNotContain(harness.Changes, change => change.Reason?.Contains("stand still") == true);
    }

    [Fact]
    public async Task Read_CameraClockRunsFast_LineStaysAndNothingIsSkipped()
    {
        // 500 ppm for 20 minutes: 0.6 s.
        var harness = new SupervisedHarness(Camera, (harness, output, _) => harness.SendAsync(output, 30_000, step: 0.04, wait: 0.04002));

        await harness.RunAsync();

        Assert.Equal(30_000, harness.Frames.Count);
        AssertRises(harness);
    }

    [Fact]
    public async Task Read_Audio_LiesWhereItsPicturesLie()
    {
        var harness = new SupervisedHarness(
            Camera,
            SendThenLose(20),
            async (harness, output, _) =>
            {
                await SendAudioAsync(output, 0);
                await harness.SendAsync(output, 20, first: 5);
                await SendAudioAsync(output, 5.2);
                await SendAudioAsync(output, 5000);
            });

        await harness.RunAsync();

        // Nobody knows where audio belongs before there is a picture, or when its stamps have jumped.
        Assert.Equal(harness.Frames[20].Line + 0.2, Assert.Single(harness.Sounds), 1e-6);
    }

    [Fact]
    public async Task Read_LateWriterOfALostConnection_WritesNothing()
    {
        IMediaWriter? first = null;
        var harness = new SupervisedHarness(
            Camera,
            (_, output, _) =>
            {
                first = output;
                throw new SourceException("scripted was lost");
            },
            async (harness, output, _) =>
            {
                await harness.SendAsync(output, 2);
                await output.WritePauseAsync(CancellationToken.None);
                await harness.SendAsync(first!, 1);
                await SendAudioAsync(first!, 0);
                await first!.WritePauseAsync(CancellationToken.None);
            });

        await harness.RunAsync();

        Assert.Equal(2, harness.Frames.Count);
        Assert.Empty(harness.Sounds);
        Assert.Equal(1, harness.Pauses);
    }

    internal static Connection SendThenLose(int frames) => async (harness, output, _) =>
    {
        await harness.SendAsync(output, frames);
        throw new SourceException("scripted was lost");
    };

    private static Connection SendThenThrow(int frames, Exception cause) => async (harness, output, _) =>
    {
        await harness.SendAsync(output, frames);
        throw cause;
    };

    private static Connection SendThenEnd(int frames) => (harness, output, _) => harness.SendAsync(output, frames);

    private static void AssertRises(SupervisedHarness harness)
    {
        for (var i = 1; i < harness.Frames.Count; i++)
        {
            Assert.True(harness.Frames[i].Line > harness.Frames[i - 1].Line, $"frame {i}");
            Assert.Equal(harness.Frames[i - 1].Index + 1, harness.Frames[i].Index);
        }
    }
}
