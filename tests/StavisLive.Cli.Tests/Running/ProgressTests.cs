using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Cli.Running;
using StavisLive.Core.Inference;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sources;
using StavisLive.Core.Synchronization;
using StavisLive.Testing;

namespace StavisLive.Cli.Tests.Running;

[Collection(nameof(CapturedErrors))]
public sealed class ProgressTests : IDisposable
{
    private readonly CapturedErrors _errors = new();
    private readonly TextWriter _writer = Console.Error;

    public void Dispose() => _errors.Dispose();

    [Theory]
    [InlineData(250L, "frame 100/250  20.0 maps/s  capture-to-map p95 95 ms  0:09 left")]
    [InlineData(100L, "frame 100/100  20.0 maps/s  capture-to-map p95 95 ms  0:00 left")]
    [InlineData(90L, "frame 100/90  20.0 maps/s  capture-to-map p95 95 ms  0:00 left")] // a file that knew less than it held
    [InlineData(200_000L, "frame 100/200000  20.0 maps/s  capture-to-map p95 95 ms  3:19:54 left")]
    [InlineData(1_860_100L, "frame 100/1860100  20.0 maps/s  capture-to-map p95 95 ms  31:00:00 left")]
    [InlineData(long.MaxValue, "frame 100/9223372036854775807  20.0 maps/s  capture-to-map p95 95 ms")] // a container may say anything
    [InlineData(null, "frame 100  20.0 maps/s  capture-to-map p95 95 ms")]
    public void Of_Status_TellsHowFarItIs(long? frameCount, string expected)
    {
        var status = Status("a") with
        {
            FramesIn = 110, FramesOut = 100, MapsOut = 120, FrameCount = frameCount, Elapsed = TimeSpan.FromSeconds(6), CaptureToMap = new(100, 80, 95.2, 99, 120),
        };

        Assert.Equal(expected, new ProgressText().Of([status]));
    }

    [Fact]
    public void Of_NothingPublishedYet_IsNothing() =>
        Assert.Null(new ProgressText().Of([Status("a") with { FramesOut = 0, MapsOut = 0, CaptureToMap = new(0, 0, 0, 0, 0) }]));

    [Fact]
    public void Of_LongRun_TellsTheRateOfNow()
    {
        var text = new ProgressText();
        foreach (var (hours, seconds, maps) in new[] { (99, 0, 1_000_000L), (100, 0, 1_000_000L), (100, 10, 1_000_100L) })
        {
            text.Of([At(new TimeSpan(hours, 0, seconds), maps)]);
        }

        Assert.Contains("  10.0 maps/s", text.Of([At(new TimeSpan(100, 0, 15), 1_000_150)]));
        // A stream of that name that began anew.
        Assert.Contains("  20.0 maps/s", text.Of([At(TimeSpan.FromSeconds(2), 40)]));

        static SessionStatus At(TimeSpan elapsed, long maps) => Status("a") with { FramesIn = maps, FramesOut = maps, MapsOut = maps, Elapsed = elapsed };
    }

    [Fact]
    public async Task Progress_DiskIsFullForAWhile_GoesOn()
    {
        var time = new FakeTimeProvider();
        using var full = new FullWriter();
        Console.SetError(full);
        await using (new Progress(() => [Status("a")], time))
        {
            await AdvanceUntilAsync(() => full.Refused > 1);
            Console.SetError(_writer);
            await AdvanceUntilAsync(() => _errors.Text.Contains("frame 10", StringComparison.Ordinal));
        }

        async Task AdvanceUntilAsync(Func<bool> holds) => await Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return holds();
        });
    }

    [Fact]
    public async Task Progress_TimePasses_TellsAndFallsSilentWithItsDisposal()
    {
        var time = new FakeTimeProvider();
        await using var scheduler = new InferenceScheduler(() => new CenterPredictor(), TimeProvider.System);
        scheduler.Start();
        await using var session = new StreamSession(
            new SessionOptions { Name = "test" },
            new ScriptedSource(TestFrames.Description(), (output, stop) => new TestFrames().WriteAsync(output, 20, 25, stop)),
            [], scheduler, new FirstPixelPreprocessor(), TimeProvider.System, NullLogger.Instance);
        await session.RunAsync(CancellationToken.None);

        await using (new Progress(() => [session.Status()], time))
        {
            time.Advance(TimeSpan.FromSeconds(10));
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (!_errors.Text.Contains("frame 20", StringComparison.Ordinal)) await Task.Delay(5, patience.Token);
        }
        var told = _errors.Text;
        time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(told, _errors.Text);
    }

    [Theory]
    [InlineData(null, "  a/v -3 ms")]
    [InlineData(41.4, "  a/v -3 ms, drift +41 ppm")]
    public void Of_SyncIsKnown_TellsIt(double? drift, string expected) => Assert.EndsWith(
        expected,
        new ProgressText().Of([Status("a") with { Sync = new SyncReading(-3.2, drift) }]));

    [Fact]
    public void Of_SourceInTrouble_SaysSo() =>
        Assert.EndsWith(
            "  source reconnecting",
            new ProgressText().Of([Status("a", SourceState.Reconnecting)]));

    [Fact]
    public void Of_ManyStreams_CountsThemAndNamesThoseInTrouble() => Assert.Equal(
        "2 of 4 streams  40.0 maps/s  roof reconnecting  door connecting",
        new ProgressText().Of([Status("a"), Status("roof", SourceState.Reconnecting), Status("b", SourceState.Warming), Status("door", SourceState.Connecting)]));

    private static SessionStatus Status(string stream, SourceState source = SourceState.Live) => new()
    {
        Stream = stream, FramesIn = 16, FramesOut = 10, MapsOut = 10, Elapsed = TimeSpan.FromSeconds(1), CaptureToMap = new(10, 1, 1, 1, 1), Source = source,
    };

    /// <summary>A file on a full disk.</summary>
    private sealed class FullWriter : TextWriter
    {
        private int _refused;

        public override Encoding Encoding => Encoding.UTF8;

        public int Refused => Volatile.Read(ref _refused);

        public override void WriteLine(string? value)
        {
            Interlocked.Increment(ref _refused);
            throw new IOException("No space left on device", 28);
        }
    }
}
