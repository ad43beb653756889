using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Core.Sources.Decorators;
using StavisLive.Core.Sources.Reconnection;
using StavisLive.Core.Tests.Sources.Reconnection;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sources.Decorators;

/// <summary>Limits that hold even where nothing comes any more.</summary>
public sealed class LimitedSourceTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Read_LostForGood_EndsWhenTheClockSaysSo()
    {
        var harness = new SupervisedHarness(new SupervisionOptions { SkipsBacklog = false }, [SupervisedSourceTests.SendThenLose(20), .. Enumerable.Repeat<SupervisedHarness.Connection?>(null, 1000)]);
        await using var source = new LimitedSource(harness.Source, maxFrames: null, Duration, harness.Time);
        await source.OpenAsync(CancellationToken.None);

        await MoveClockAsync(harness.Time, source.ReadAsync(harness, CancellationToken.None));

        Assert.Equal(20, harness.Frames.Count);
        Assert.InRange(harness.Now, 10, 10.2);
        Assert.Equal(SourceState.Ended, source.Find<IReportsState>()!.Monitor.State);
    }

    [Fact]
    public async Task Open_NeverThere_FailsWhenTheClockSaysSo()
    {
        var harness = new SupervisedHarness(
            new SupervisionOptions { KeepsTrying = true }, [.. Enumerable.Repeat<SupervisedHarness.Connection?>(null, 1000)]);
        await using var source = new LimitedSource(harness.Source, maxFrames: null, Duration, harness.Time);

        var error = await Assert.ThrowsAsync<SourceException>(() => MoveClockAsync(harness.Time, source.OpenAsync(CancellationToken.None)));

        Assert.Equal("scripted was not there within the 10 s that it was to be watched.", error.Message);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(60.5)]
    public async Task Open_NeverThereForLongerThanATimerWaits_FailsWhenTheClockSaysSo(double days)
    {
        var harness = new SupervisedHarness(
            new SupervisionOptions { KeepsTrying = true }, [.. Enumerable.Repeat<SupervisedHarness.Connection?>(null, 1000)]);
        await using var source = new LimitedSource(harness.Source, maxFrames: null, TimeSpan.FromDays(days), harness.Time);

        await Assert.ThrowsAsync<SourceException>(() => MoveClockAsync(harness.Time, source.OpenAsync(CancellationToken.None), TimeSpan.FromHours(6)));

        // The clock moves on while the end is on its way; another wait as long as a timer's would be seven weeks more.
        Assert.InRange(TimeSpan.FromSeconds(harness.Now).TotalDays, days, days * 1.5);
    }

    [Fact]
    public async Task Read_LostForGoodForLongerThanATimerWaits_EndsWhenTheClockSaysSo()
    {
        var harness = new SupervisedHarness(new SupervisionOptions { SkipsBacklog = false }, [SupervisedSourceTests.SendThenLose(20), .. Enumerable.Repeat<SupervisedHarness.Connection?>(null, 1000)]);
        await using var source = new LimitedSource(harness.Source, maxFrames: null, TimeSpan.FromDays(60), harness.Time);
        await source.OpenAsync(CancellationToken.None);

        await MoveClockAsync(harness.Time, source.ReadAsync(harness, CancellationToken.None), TimeSpan.FromHours(6));

        Assert.Equal(20, harness.Frames.Count);
        Assert.InRange(TimeSpan.FromSeconds(harness.Now).TotalDays, 60, 61);
    }

    [Fact]
    public async Task Read_Interrupted_IsStillAnInterruption()
    {
        using var interrupt = new CancellationTokenSource();
        var harness = new SupervisedHarness(new SupervisionOptions(), async (_, _, stop) =>
        {
            await interrupt.CancelAsync();
            stop.ThrowIfCancellationRequested();
        });
        await using var source = new LimitedSource(harness.Source, maxFrames: null, Duration, harness.Time);
        await source.OpenAsync(CancellationToken.None);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.ReadAsync(harness, interrupt.Token));
    }

    [Theory]
    // Live, the run ends with its last picture.
    [InlineData(false, null, 3.0)]
    [InlineData(false, 75L, 2.96)]
    [InlineData(true, null, 1.0)]
    public async Task Read_AudioMovedEarlier_IsHeardToTheLastPicture(bool isLive, long? maxFrames, double heard)
    {
        var moved = new AudioOffsetSource(PicturesAndSound(isLive), MediaTime.FromMilliseconds(-2000));
        await using var source = new LimitedSource(moved, maxFrames, maxFrames is null ? TimeSpan.FromSeconds(3) : null, TimeProvider.System);
        await source.OpenAsync(CancellationToken.None);
        var ends = new EndsMediaWriter();

        await source.ReadAsync(ends, CancellationToken.None);

        Assert.Equal(75, ends.Frames);
        Assert.Equal(heard, ends.SoundEnd.Seconds, 0.021);
    }

    // Ten seconds, the sound in pieces of 20 ms.
    private static ScriptedSource PicturesAndSound(bool isLive) => new(TestFrames.Description(isLive, hasAudio: true), async (output, stop) =>
    {
        var frames = new TestFrames();
        for (var index = 0; index < 500 && !stop.IsCancellationRequested; index++)
        {
            if (index % 2 == 0) await output.WriteAsync(frames.Make(index / 2, MediaTime.FromMilliseconds(index * 20)), CancellationToken.None);
            var block = AudioBlock.Rent(AudioFormat.SampleRate / 50);
            block.PresentationTime = MediaTime.FromMilliseconds(index * 20);
            await output.WriteAsync(block, CancellationToken.None);
        }
        stop.ThrowIfCancellationRequested();
    });

    private static Task MoveClockAsync(FakeTimeProvider time, Task running) => MoveClockAsync(time, running, TimeSpan.FromMilliseconds(100));

    private static async Task MoveClockAsync(FakeTimeProvider time, Task running, TimeSpan step)
    {
        while (!running.IsCompleted)
        {
            time.Advance(step);
            await Task.Delay(1);
        }
        await running;
    }
}
