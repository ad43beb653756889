using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Media;
using StavisLive.Core.Recording;
using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Recording;

/// <summary>A recorder in a folder of its own, fed by hand as a session feeds it.</summary>
internal sealed class RecorderHarness : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flight-");
    private readonly TestFrames _frames;
    private readonly PixelEncoder _pixels = new();

    public RecorderHarness(
        Func<RecorderOptions, RecorderOptions>? change = null, IPictureEncoder? encoder = null, FakeTimeProvider? time = null, string stream = "the roof/1",
        ILogger? log = null)
    {
        if (time is not null) Time = time;
        _frames = new TestFrames(Time);
        var options = new RecorderOptions { Folder = Folder };
        Recorder = new FlightRecorder(change?.Invoke(options) ?? options, encoder ?? _pixels, Time, log ?? NullLogger.Instance);
        Recorder.Begin(stream, TestFrames.Description(isLive: true, hasAudio: true), Windowing);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 5, 17, 12, 0, 0, TimeSpan.Zero));

    public string Folder => _folder.FullName;

    public FlightRecorder Recorder { get; }

    public WindowingOptions Windowing { get; } = new() { Fps = 25, IsLive = true, HasAudio = true };

    /// <summary>Names of the recordings, oldest first.</summary>
    public IReadOnlyList<string> Names => [.. Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    /// <summary>Frames at 25 per second, each with its map.</summary>
    public void Feed(int from, int count, TimeSpan? captureToMap = null)
    {
        Span<byte> picture = stackalloc byte[NetworkWindow.BytesPerFrame];
        for (var index = from; index < from + count; index++)
        {
            using var frame = _frames.Make(index, MediaTime.FromMilliseconds(index * 40));
            picture.Fill((byte)index);
            Recorder.TakeFrame(frame, picture, index);
            using var result = TestResults.Make(index, [index / 1000f]) with { CaptureToMap = captureToMap ?? TimeSpan.FromMilliseconds(300) };
            Recorder.TakeResult(result);
        }
    }

    /// <summary>A piece of audio every tenth of a second.</summary>
    public void FeedAudio(TimeSpan from, TimeSpan to)
    {
        for (var at = from; at < to; at += TimeSpan.FromSeconds(0.1))
        {
            using var block = AudioBlock.Rent(1);
            block.PresentationTime = MediaTime.FromSeconds(at.TotalSeconds);
            block.Samples.Clear();
            Recorder.TakeAudio(block, AudioRing.NumberOf(block.PresentationTime));
        }
    }

    public void Report(SourceState state, string? reason = null) =>
        Recorder.TakeState(new SourceStateChange(state, reason, Time.GetUtcNow(), 1));

    /// <summary>Waits until so many pictures have been encoded.</summary>
    public Task EncodedAsync(int count) => Eventually.HoldsAsync(() => _pixels.Count >= count);

    /// <summary>Waits until so many recordings are there.</summary>
    public Task WrittenAsync(int count) =>
        Eventually.HoldsAsync(() => Names.Count(name => name.EndsWith(FlightFile.Extension, StringComparison.Ordinal)) >= count);

    public async ValueTask DisposeAsync()
    {
        await Recorder.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Makes "files" of a picture's first byte.</summary>
    private sealed class PixelEncoder : IPictureEncoder
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public byte[] Encode(VideoFrame frame)
        {
            Interlocked.Increment(ref _count);
            return [frame.Pixels[0]];
        }
    }
}
