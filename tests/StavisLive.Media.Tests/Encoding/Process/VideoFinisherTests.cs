using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Media.Encoding;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Files;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Encoding.Process;

public sealed class VideoFinisherTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CompleteAsync_Mp4_IsAnOrdinaryOneAndAlone()
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25 };
        await EncoderHarness.WriteFileAsync(_folder["a.mp4"], format, [.. Enumerable.Range(0, 75).Select(n => n * 40L)]);

        Assert.Equal(["75"], await TestClip.ProbeAsync("-show_entries stream=nb_frames", _folder["a.mp4"]));
        Assert.Equal(-1, (await File.ReadAllBytesAsync(_folder["a.mp4"])).AsSpan().IndexOf("moof"u8));
        Assert.Equal([_folder["a.mp4"]], Directory.GetFileSystemEntries(Path.GetDirectoryName(_folder["a.mp4"])!));
    }

    [Fact]
    public async Task Open_CopyOfARunThatWasKilledWhileItFinished_IsTakenAway()
    {
        // Its file is there no more, or has another name by now.
        var leftover = VideoFinisher.CopyOf(_folder["a.mp4"], "fe:1");
        await File.WriteAllTextAsync(leftover, "half");
        var others = VideoFinisher.CopyOf(_folder["b.mp4"], "fe:1");
        await File.WriteAllTextAsync(others, "another's");
        await using var encoder = await EncoderHarness.OpenAsync(_folder["a.mp4"], new EncodedVideoFormat { Width = 2, Height = 2 });

        Assert.False(File.Exists(leftover));
        Assert.True(File.Exists(others));
    }

    [Fact]
    public async Task CompleteAsync_Mp4_IsFinishedUnderTheNameThatOpeningTakesAway()
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25 };
        await using var encoder = await EncoderHarness.OpenAsync(_folder["a.mp4"], format);
        await EncoderHarness.WriteAsync(encoder, format, [.. EncoderHarness.Times(0, 75)]);
        await WaitForBytesAsync("a.mp4");
        // Nothing can be written where a folder is.
        var copy = VideoFinisher.CopyOf(_folder["a.mp4"], FileStatus.Of(_folder["a.mp4"])!.Identity);
        Directory.CreateDirectory(copy);

        Assert.Contains(Path.GetFileName(copy), await encoder.CompleteAsync(CancellationToken.None));
        Assert.Equal(75, (await EncoderHarness.FrameTimesAsync(_folder["a.mp4"])).Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CompleteAsync_AnotherProgramBeginsAndEndsMeanwhile_EachVideoIsWholeUnderItsName(bool isCopied)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Runs a shell.");
        var tools = await EncoderHarness.Tools();
        var copies = $"'{tools.Ffmpeg}' \"$@\"";
        var waits = $": >'{_folder["waits"]}'; until [ -e '{_folder["goes on"]}' ]; do sleep 0.02; done";
        var finishes = isCopied ? $"{copies} && {waits}" : $"{waits}; {copies}";
        await File.WriteAllTextAsync(_folder["ffmpeg"], $"#!/bin/sh\ncase \"$*\" in *pipe:0*) {copies};; *) {finishes};; esac\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder["ffmpeg"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25 };
        await using var first = new FfmpegProcessEncoderFactory(tools with { Ffmpeg = _folder["ffmpeg"] }, TimeProvider.System, NullLogger.Instance)
            .Open(_folder["a.mp4"], format);
        await EncoderHarness.WriteAsync(first, format, [.. EncoderHarness.Times(0, 75)]);
        await WaitForBytesAsync("a.mp4");
        await EncoderHarness.WriteAsync(first, format, [3_000]);

        if (isCopied) File.Move(_folder["a.mp4"], _folder["a.1.mp4"]);
        var ending = first.CompleteAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => File.Exists(_folder["waits"]));
        if (!isCopied) File.Move(_folder["a.mp4"], _folder["a.1.mp4"]);
        await EncoderHarness.WriteFileAsync(_folder["a.mp4"], format, 0, 40);
        await File.WriteAllTextAsync(_folder["goes on"], "");

        Assert.Null(await ending);
        Assert.Equal(["76"], await TestClip.ProbeAsync("-show_entries stream=nb_frames", _folder["a.1.mp4"]));
        Assert.Equal(["2"], await TestClip.ProbeAsync("-show_entries stream=nb_frames", _folder["a.mp4"]));
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(_folder["a.mp4"])!, "*.mp4").Length);
    }

    [Fact]
    public async Task CompleteAsync_AnotherProgramHasBegunThere_EachVideoIsWholeUnderItsName()
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25 };
        var log = new RecordingLogger();
        await using var first = await EncoderHarness.OpenAsync(_folder["a.mp4"], format, log);
        await EncoderHarness.WriteAsync(first, format, [.. EncoderHarness.Times(0, 75)]);
        await WaitForBytesAsync("a.mp4");
        await EncoderHarness.WriteAsync(first, format, [3_000]);
        File.Move(_folder["a.mp4"], _folder["a.1.mp4"]);
        await using var second = await EncoderHarness.OpenAsync(_folder["a.mp4"], format);
        await EncoderHarness.WriteAsync(second, format, [.. EncoderHarness.Times(0, 75)]);
        await WaitForBytesAsync("a.mp4");

        Assert.Null(await first.CompleteAsync(CancellationToken.None));
        await EncoderHarness.WriteAsync(second, format, [.. EncoderHarness.Times(3_000, 50)]);
        Assert.Null(await second.CompleteAsync(CancellationToken.None));

        Assert.Equal(["76"], await TestClip.ProbeAsync("-show_entries stream=nb_frames", _folder["a.1.mp4"]));
        Assert.Equal(["125"], await TestClip.ProbeAsync("-show_entries stream=nb_frames", _folder["a.mp4"]));
        Assert.Contains(log.Entries, entry => entry.Level == LogLevel.Warning && entry.Text.Contains("a.1.mp4"));
    }

    [Fact]
    public async Task CompleteAsync_VideoLiesElsewhere_LeavesWhatIsInItsPlace()
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25 };
        await using var encoder = await EncoderHarness.OpenAsync(_folder["a.mp4"], format);
        await EncoderHarness.WriteAsync(encoder, format, [.. EncoderHarness.Times(0, 75)]);
        await WaitForBytesAsync("a.mp4");
        await EncoderHarness.WriteAsync(encoder, format, [3_000]);
        File.Move(_folder["a.mp4"], _folder["taken.mp4"]);
        await File.WriteAllTextAsync(_folder["a.mp4"], "another's");

        Assert.Contains("elsewhere", await encoder.CompleteAsync(CancellationToken.None));
        Assert.Equal("another's", await File.ReadAllTextAsync(_folder["a.mp4"]));
        Assert.Equal(76, (await EncoderHarness.FrameTimesAsync(_folder["taken.mp4"])).Length);
    }

    // The child has the file open then.
    private Task WaitForBytesAsync(string name) => Eventually.HoldsAsync(() => new FileInfo(_folder[name]) is { Exists: true, Length: > 100 });
}
