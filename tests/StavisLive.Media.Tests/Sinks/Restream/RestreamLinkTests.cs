using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Media.Encoding;
using StavisLive.Media.Sinks.Restream;
using StavisLive.Media.Tests.Encoding;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks.Restream;

public sealed class RestreamLinkTests
{
    private static readonly EncodedVideoFormat Format = new() { Width = 64, Height = 48, FrameRate = 25, IsLive = true };

    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLogger _log = new();
    private readonly Encoders _encoders = new();

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(UnauthorizedAccessException))]
    [InlineData(typeof(SinkException))]
    public async Task SendPictureAsync_CannotOpenAgain_IsTriedLater(Type problem)
    {
        await using var link = Link();
        await SendAsync(link, Format);
        _encoders.Problem = Problem(problem);
        // Pictures of another size begin a new connection.
        await AssertIsTriedLaterAsync(link, Format with { Width = 128 });
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(UnauthorizedAccessException))]
    public async Task SendPictureAsync_DiskRefusesTheFirstOpening_IsTriedLater(Type problem)
    {
        await using var link = Link();
        _encoders.Problem = Problem(problem);
        await AssertIsTriedLaterAsync(link, Format);
    }

    [Fact]
    public async Task SendPictureAsync_EncoderRefusesTheFirstFormat_IsAnError()
    {
        await using var link = Link();
        _encoders.Problem = new SinkException("The encoder takes no such size.");

        Assert.Same(_encoders.Problem, await Assert.ThrowsAsync<SinkException>(() => SendAsync(link, Format)));
    }

    // Foveated pictures are small: a pipe holds seconds of them, whoever reads it.
    [Fact]
    public async Task SendPictureAsync_LittleThatGoesNowhere_IsLostOnceAndTriedLessAndLessOften()
    {
        await using var link = Link();
        for (var attempt = 0; attempt < 8; attempt++)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            await SendForAsync(link, seconds: 4, written: 64 * 1024);
            await FailAsync(link);
        }

        Assert.Contains("stopped", Assert.Single(_log.Entries).Text);
        _time.Advance(TimeSpan.FromSeconds(14));
        Assert.False(link.TakesPicture());
    }

    [Fact]
    public async Task SendPictureAsync_MoreThanAPipeHolds_IsBackAndTriedSoonWhenLostAgain()
    {
        await using var link = Link();
        for (var attempt = 0; attempt < 8; attempt++)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            await SendForAsync(link, seconds: 4, written: 300_000);
            await FailAsync(link);
        }

        Assert.Equal(7, _log.Entries.Count(entry => entry.Text.Contains("takes the video again", StringComparison.Ordinal)));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(link.TakesPicture());
    }

    private async Task SendForAsync(RestreamLink link, double seconds, long written)
    {
        await SendAsync(link, Format);
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _encoders.Newest!.Written = written;
        await SendAsync(link, Format);
    }

    private async Task FailAsync(RestreamLink link)
    {
        _encoders.Newest!.FailsToWrite = true;
        await SendAsync(link, Format);
    }

    private async Task AssertIsTriedLaterAsync(RestreamLink link, EncodedVideoFormat format)
    {
        await SendAsync(link, format);
        Assert.Equal(1, link.Dropped);
        var (level, text) = Assert.Single(_log.Entries);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains(_encoders.Problem!.Message, text);
        Assert.False(link.TakesPicture());

        _encoders.Problem = null;
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(link.TakesPicture());
        await SendAsync(link, format);
        Assert.Equal((format, 1), (_encoders.Newest!.Opened!.Value.Format, _encoders.Newest.Pictures.Count));
    }

    private static Exception Problem(Type kind) => (Exception)Activator.CreateInstance(kind, "There is no room.", new IOException())!;

    private RestreamLink Link() => new(_encoders, "rtsp://host/hall", "Restreaming", "rtsp://host/hall", _time, _log);

    private static Task SendAsync(RestreamLink link, EncodedVideoFormat format) =>
        link.SendPictureAsync(format, encoder => encoder.WriteAsync(default(ReadOnlySpan<byte>), MediaTime.Zero)).AsTask();

    private sealed class Encoders : IVideoEncoderFactory
    {
        public Exception? Problem { get; set; }

        public RecordingEncoder? Newest { get; private set; }

        public IVideoEncoder Open(string path, EncodedVideoFormat format) =>
            Problem is null ? (Newest = new RecordingEncoder()).Open(path, format) : throw Problem;
    }
}
