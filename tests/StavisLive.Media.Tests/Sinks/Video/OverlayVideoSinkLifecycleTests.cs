using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Media.Rendering;
using StavisLive.Media.Sinks.Video;
using StavisLive.Media.Tests.Encoding;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks.Video;

/// <summary>What the sink does with its encoder, whichever that is.</summary>
public class OverlayVideoSinkLifecycleTests
{
    private readonly RecordingLogger _log = new();

    [Fact]
    public async Task Run_ToItsEnd_OpensWritesCompletesAndDisposesOnce()
    {
        var encoder = new RecordingEncoder();
        await using (var sink = Sink(encoder))
        {
            await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
            await WriteAsync(sink, 0, 1, 2);
            await sink.CompleteAsync(TestResults.Summary(), CancellationToken.None);
            await sink.DisposeAsync();
        }

        Assert.Equal("out.mp4", encoder.Opened!.Value.Path);
        Assert.Equal((64, 48), (encoder.Opened.Value.Format.Width, encoder.Opened.Value.Format.Height));
        Assert.Equal([64 * 48 * 3, 64 * 48 * 3, 64 * 48 * 3], encoder.Lengths);
        Assert.Equal((1, 1, false), (encoder.Completed, encoder.Disposed, encoder.WasCalledAfterDisposal));
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public async Task WriteAsync_Audio_GoesToTheEncoder()
    {
        var encoder = new RecordingEncoder();
        await using var sink = Sink(encoder);
        await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
        using var block = AudioBlock.Rent(441);
        using var packet = AudioPacket.Rent(10);

        await sink.WriteAsync(block, CancellationToken.None);
        await sink.WriteAsync(packet, CancellationToken.None);

        Assert.Equal((441, 1), (encoder.Samples, encoder.Packets));
    }

    [Fact]
    public async Task WriteAsync_EncoderDies_SaysSoAndDisposesIt()
    {
        var encoder = new RecordingEncoder { FailsToWrite = true };
        await using (var sink = Sink(encoder))
        {
            await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
            await Assert.ThrowsAsync<SinkException>(() => WriteAsync(sink, 0));
        }

        Assert.Equal((0, 1, false), (encoder.Completed, encoder.Disposed, encoder.WasCalledAfterDisposal));
    }

    [Fact]
    public async Task CompleteAsync_EncoderDies_SaysSoAndDisposesIt()
    {
        var encoder = new RecordingEncoder { FailsToWrite = true };
        await using (var sink = Sink(encoder))
        {
            await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
            await Assert.ThrowsAsync<SinkException>(() => sink.CompleteAsync(TestResults.Summary(), CancellationToken.None));
        }

        Assert.Equal((1, 1), (encoder.Completed, encoder.Disposed));
    }

    [Fact]
    public async Task OpenAsync_EncoderRefuses_NothingToDispose()
    {
        var encoder = new RecordingEncoder { FailsToOpen = true };
        await using (var sink = Sink(encoder))
            await Assert.ThrowsAsync<SinkException>(() => sink.OpenAsync(TestResults.Source(), CancellationToken.None));

        Assert.Equal((null, 0), (encoder.Opened, encoder.Disposed));
    }

    [Fact]
    public async Task CompleteAsync_VideoLacksSomething_IsLogged()
    {
        var encoder = new RecordingEncoder { Shortcoming = "no space left" };
        await using var sink = Sink(encoder);
        await sink.OpenAsync(TestResults.Source(), CancellationToken.None);

        await sink.CompleteAsync(TestResults.Summary(), CancellationToken.None);

        Assert.Contains("no space left", Assert.Single(_log.Entries).Text);
    }

    private OverlayVideoSink Sink(RecordingEncoder encoder) => new(encoder, "out.mp4", new OverlayOptions(), _log);

    private static async Task WriteAsync(OverlayVideoSink sink, params int[] indices)
    {
        foreach (var index in indices)
        {
            using var result = TestResults.Make(index, [0.5f], TestResults.Picture(64, 48));
            await sink.WriteAsync(result, CancellationToken.None);
        }
    }
}
