using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Media;
using StavisLive.Media.Sources.Files;

namespace StavisLive.Media.Tests.Sources.Files;

public sealed class FileSourceLifetimeTests(FileSourceFixture clips) : IClassFixture<FileSourceFixture>
{
    private const string Long = "-f lavfi -i testsrc=s=320x240:r=25:d=20 -c:v mpeg4";

    [Fact]
    public async Task DisposeAsync_AfterOpen_LeavesNoChild()
    {
        var clip = await LongClipAsync("opened.mp4");
        var source = FileSourceFixture.Open(clip);
        await source.OpenAsync(CancellationToken.None);
        Assert.NotEmpty(ChildProcesses.With(clip));

        await source.DisposeAsync();
        await source.DisposeAsync();

        Assert.Empty(ChildProcesses.With(clip));
    }

    [Fact]
    public async Task DisposeAsync_BeforeOpen_DoesNothing() => await FileSourceFixture.Open("never.mp4").DisposeAsync();

    [Fact]
    public async Task Read_Cancelled_StopsAndLeavesNoChild()
    {
        var clip = await LongClipAsync("cancelled.mp4");
        using var cancellation = new CancellationTokenSource();
        var media = new CollectingMediaWriter { OnFrame = count => { if (count == 5) cancellation.Cancel(); } };
        await using (var source = FileSourceFixture.Open(clip))
        {
            await source.OpenAsync(CancellationToken.None);

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.ReadAsync(media, cancellation.Token));
        }
        Assert.InRange(media.Frames.Count, 5, 400);
        Assert.Empty(ChildProcesses.With(clip));
    }

    [Fact]
    public async Task Read_WriterFails_ItsOwnErrorComesOut()
    {
        var clip = await LongClipAsync("failing.mp4");
        await using (var source = FileSourceFixture.Open(clip))
        {
            await source.OpenAsync(CancellationToken.None);

            await Assert.ThrowsAsync<NotSupportedException>(() => source.ReadAsync(new FailingWriter(), CancellationToken.None));
        }
        Assert.Empty(ChildProcesses.With(clip));
    }

    [Fact]
    public async Task Read_WriterWaits_HoldsTheSourceBackWithoutLoss()
    {
        var clip = await clips.MakeAsync("waiting.mp4", "-f lavfi -i testsrc=s=160x120:r=25:d=2 -c:v mpeg4");
        await using var source = FileSourceFixture.Open(clip);
        await source.OpenAsync(CancellationToken.None);
        var media = new YieldingWriter();

        await source.ReadAsync(media, CancellationToken.None);

        Assert.Equal(50, media.Count);
    }

    [Fact]
    public async Task DisposeAsync_WhileTheWriterWaits_EndsEverything()
    {
        var clip = await LongClipAsync("blocked.mp4");
        var source = FileSourceFixture.Open(clip);
        await source.OpenAsync(CancellationToken.None);
        var media = new BlockingWriter();
        var reading = source.ReadAsync(media, CancellationToken.None);
        await media.Reached.Task;

        await source.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Empty(ChildProcesses.With(clip));
    }

    [Fact]
    public async Task Read_InjectedClock_StampsArrivals()
    {
        var clip = await clips.MakeAsync("stamped.mp4", "-f lavfi -i testsrc=s=64x48:r=5:d=1");
        var time = new FakeTimeProvider(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var source = new FileSource(clip, new FileSourceOptions(), time, NullLogger.Instance);
        await source.OpenAsync(CancellationToken.None);
        var media = new CollectingMediaWriter();

        await source.ReadAsync(media, CancellationToken.None);

        Assert.All(media.Frames, frame => Assert.Equal(time.GetTimestamp(), frame.CapturedAt));
    }

    [Fact]
    public async Task Open_Cancelled_Throws()
    {
        var clip = await LongClipAsync("unopened.mp4");
        await using var source = FileSourceFixture.Open(clip);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.OpenAsync(new CancellationToken(canceled: true)));
    }

    private Task<string> LongClipAsync(string name) => clips.MakeAsync(name, Long);

    private sealed class FailingWriter : IMediaWriter
    {
        public ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
        {
            frame.Dispose();
            throw new NotSupportedException();
        }

        public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask WritePauseAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class BlockingWriter : IMediaWriter
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
        {
            using (frame)
            {
                Reached.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
        }

        public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask WritePauseAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class YieldingWriter : IMediaWriter
    {
        public int Count { get; private set; }

        public async ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
        {
            await Task.Yield();
            Assert.Equal(Count++, frame.Index);
            frame.Dispose();
        }

        public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask WritePauseAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
