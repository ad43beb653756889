using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Media.Encoding;
using StavisLive.Media.Encoding.Foveated;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Encoding.Process;

public sealed class FfmpegProcessEncoderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RecordingLogger _log = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.mp4", "aac")]
    [InlineData("a.mkv", "flac")]
    public async Task CompleteAsync_PicturesAndAudio_FileHasAllOfThem(string name, string codec)
    {
        var format = new EncodedVideoFormat { Width = 320, Height = 240, FrameRate = 25, HasAudio = true };
        await EncoderHarness.WriteFileAsync(_folder[name], format, [.. Enumerable.Range(0, 50).Select(n => n * 40L)]);

        Assert.Equal(["320,240,yuv420p,bt709,25/1,50"], await TestClip.ProbeAsync(
            "-select_streams v -count_frames -show_entries stream=width,height,pix_fmt,color_space,avg_frame_rate,nb_read_frames", _folder[name]));
        Assert.Equal([codec + ",22050,1"], await TestClip.ProbeAsync("-select_streams a -show_entries stream=codec_name,sample_rate,channels", _folder[name]));
        Assert.Equal(2.0, double.Parse(Assert.Single(await TestClip.ProbeAsync("-show_entries format=duration", _folder[name])), CultureInfo.InvariantCulture), 0.06);
        Assert.Equal(2.0, await EncoderHarness.AudioSecondsAsync(_folder[name]), 0.06);
    }

    [Theory]
    [InlineData("a.mp4")]
    [InlineData("a.mkv")]
    public async Task WriteAsync_UnevenTimes_AreKept(string name)
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25 };
        long[] times = [0, 33, 100, 101, 700, 2_345];
        await EncoderHarness.WriteFileAsync(_folder[name], format, times);

        var written = await EncoderHarness.FrameTimesAsync(_folder[name]);
        Assert.Equal(times, written);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WriteAsync_PicturesSecondsApartBesideSound_TimesAreKept(bool isLive)
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25, HasAudio = true, EncodedAudio = EncoderHarness.Aac, IsLive = isLive };
        // More than an encoder looks ahead by.
        long[] times = [.. Enumerable.Range(0, 40).Select(n => n * 3_100L)];
        await using (var encoder = await EncoderHarness.OpenAsync(_folder["a.mp4"], format))
        {
            await EncoderHarness.WriteWithPacketsAsync(encoder, format, times);
            Assert.Null(await encoder.CompleteAsync(CancellationToken.None));
        }

        Assert.Equal(times, await EncoderHarness.FrameTimesAsync(_folder["a.mp4"]));
    }

    [Fact]
    public async Task WriteAsync_TimesThatCollideOrGoBack_AreNudged()
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25 };
        await EncoderHarness.WriteFileAsync(_folder["a.mkv"], format, [0, 40, 40, 20, 120]);

        var written = await EncoderHarness.FrameTimesAsync(_folder["a.mkv"]);
        Assert.Equal([0, 40, 41, 42, 120], written);
    }

    [Theory]
    [InlineData(333, 251, "334,252")]
    [InlineData(64, 47, "64,48")]
    [InlineData(1, 1, "2,2")]
    public async Task CompleteAsync_OddSize_GrowsByAPixel(int width, int height, string size)
    {
        var format = new EncodedVideoFormat { Width = width, Height = height, FrameRate = 25 };
        await EncoderHarness.WriteFileAsync(_folder["a.mp4"], format, 0, 40);

        Assert.Equal([size + ",2"], await TestClip.ProbeAsync("-count_frames -show_entries stream=width,height,nb_read_frames", _folder["a.mp4"]));
    }

    [Fact]
    public async Task CompleteAsync_OnePicture_IsAVideo()
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25, HasAudio = true };
        await EncoderHarness.WriteFileAsync(_folder["a.mp4"], format, 0);

        Assert.Equal(["1"], await TestClip.ProbeAsync("-select_streams v -count_frames -show_entries stream=nb_read_frames", _folder["a.mp4"]));
    }

    [Fact]
    public async Task CompleteAsync_NoPicture_LeavesNoFileButKeepsWhatWasThere()
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25 };
        await EncoderHarness.WriteFileAsync(_folder["new.mp4"], format);
        await File.WriteAllTextAsync(_folder["old.mp4"], "kept");
        await EncoderHarness.WriteFileAsync(_folder["old.mp4"], format);

        Assert.False(File.Exists(_folder["new.mp4"]));
        Assert.Equal("kept", await File.ReadAllTextAsync(_folder["old.mp4"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WriteAsync_PicturesAfterAnOutage_FewAreKeyFrames(bool isSent)
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25, IsLive = true };
        var coding = isSent ? StreamArguments.Encode(format, StreamProtocol.Of("udp://host:9")) : EncoderArguments.Encode(format);
        await using (var encoder = new FfmpegProcessEncoder(
            await EncoderHarness.Tools(), FileTarget.At(_folder["a.mp4"], _log), new RawPictures(format, coding), format, new AudioPatience(_log), TimeProvider.System))
        {
            foreach (var time in EncoderHarness.Times(0, 25).Concat(EncoderHarness.Times(3_600_000, 101)))
                await encoder.WriteAsync(EncoderHarness.Grey(format, 9), MediaTime.FromMilliseconds(time));
            Assert.Null(await encoder.CompleteAsync(CancellationToken.None));
        }

        var keys = (await TestClip.ProbeAsync("-select_streams v -skip_frame nokey -show_entries frame=pts_time", _folder["a.mp4"])).Select(time => double.Parse(time.TrimEnd(','), CultureInfo.InvariantCulture));
        Assert.Equal(isSent ? [0, 3_600, 3_601, 3_602, 3_603, 3_604] : [0, 3_600, 3_602, 3_604], keys);
    }

    [Theory]
    [InlineData("restream")]
    [InlineData("roi")]
    [InlineData("prefilter")]
    public async Task WriteAsync_Sent_ArrivesBeforeTheNextPictureIsGiven(string way)
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25, IsLive = true };
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var address = $"udp://{receiver.Client.LocalEndPoint}";
        var tools = await EncoderHarness.Tools();
        IVideoEncoderFactory factory = way == "restream" ? new FfmpegStreamEncoderFactory(tools, TimeProvider.System, _log)
            : new FoveatedEncoderFactory(tools, new FoveatedVideoOptions { Method = Enum.Parse<FoveationMethod>(way, ignoreCase: true) }, TimeProvider.System, _log);
        await using var encoder = factory.Open(address, format);
        using var patience = new CancellationTokenSource(Eventually.Patience);

        await encoder.WriteAsync(EncoderHarness.Grey(format, 9), MediaTime.Zero);

        Assert.NotEmpty((await receiver.ReceiveAsync(patience.Token)).Buffer);
    }

    [Theory]
    [InlineData("exit 255", null)]
    [InlineData("exit 143", null)]
    [InlineData("kill -s TERM $$", null)]
    [InlineData("echo broken >&2; exit 255", "broken")]
    [InlineData("exit 1", "ffmpeg ended with code 1")]
    public async Task CompleteAsync_EncoderThatWasStoppedMeanwhile_IsNoFailure(string end, string? failure)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Runs a shell.");
        var tools = await EncoderHarness.Tools();
        // Encodes all there is, and then ends as after a signal. Its second run is to finish the file, and does.
        await File.WriteAllTextAsync(_folder["ffmpeg"], $"#!/bin/sh\ncase \"$*\" in *pipe:0*) \"{tools.Ffmpeg}\" \"$@\"; {end};; *) exec \"{tools.Ffmpeg}\" \"$@\";; esac\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder["ffmpeg"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25 };
        await using var encoder = new FfmpegProcessEncoderFactory(tools with { Ffmpeg = _folder["ffmpeg"] }, TimeProvider.System, _log).Open(_folder["a.mp4"], format);
        await EncoderHarness.WriteAsync(encoder, format, [0, 40, 80]);

        var problem = await Record.ExceptionAsync(() => encoder.CompleteAsync(CancellationToken.None));

        if (failure is not null) Assert.Contains(failure, Assert.IsType<SinkException>(problem).Message);
        else Assert.Null(problem);
        Assert.Equal(3, (await EncoderHarness.FrameTimesAsync(_folder["a.mp4"])).Length);
    }

    [Fact]
    public async Task WriteAsync_Regions_RefusedAsTheCapabilitySays()
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25 };
        await using var encoder = await EncoderHarness.OpenAsync(_folder["a.mp4"], format);
        RegionOfInterest[] regions = [new(left: 8, top: 8, width: 16, height: 16, quantizerOffset: -0.2f)];

        var error = await Assert.ThrowsAsync<NotSupportedException>(
            async () => await encoder.WriteAsync(EncoderHarness.Grey(format, 9), MediaTime.Zero, regions));

        Assert.False(encoder.HonoursRegions);
        Assert.Contains("regions of interest", error.Message);
    }
}
