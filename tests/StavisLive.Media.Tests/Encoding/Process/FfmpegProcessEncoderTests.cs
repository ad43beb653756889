using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StavisLive.Core.Configuration;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Media.Encoding;
using StavisLive.Media.Encoding.Foveated;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Matroska;
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
        await WriteFileAsync(_folder[name], format, [.. Enumerable.Range(0, 50).Select(n => n * 40L)]);

        Assert.Equal(["320,240,yuv420p,bt709,25/1,50"], await ProbeAsync(
            name, "-select_streams v -count_frames -show_entries stream=width,height,pix_fmt,color_space,avg_frame_rate,nb_read_frames"));
        Assert.Equal([codec + ",22050,1"], await ProbeAsync(name, "-select_streams a -show_entries stream=codec_name,sample_rate,channels"));
        Assert.Equal(2.0, await DurationAsync(name), 0.06);
        Assert.Equal(2.0, await AudioSecondsAsync(name), 0.06);
    }

    [Fact]
    public async Task CompleteAsync_Mp4_IsAnOrdinaryOneAndAlone()
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25 };
        await WriteFileAsync(_folder["a.mp4"], format, [.. Enumerable.Range(0, 75).Select(n => n * 40L)]);

        Assert.Equal(["75"], await ProbeAsync("a.mp4", "-show_entries stream=nb_frames"));
        Assert.Equal(-1, (await File.ReadAllBytesAsync(_folder["a.mp4"])).AsSpan().IndexOf("moof"u8));
        Assert.Equal([_folder["a.mp4"]], Directory.GetFileSystemEntries(Path.GetDirectoryName(_folder["a.mp4"])!));
    }

    [Theory]
    [InlineData("a.mp4")]
    [InlineData("a.mkv")]
    public async Task WriteAsync_UnevenTimes_AreKept(string name)
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25 };
        long[] times = [0, 33, 100, 101, 700, 2_345];
        await WriteFileAsync(_folder[name], format, times);

        var written = await FrameTimesAsync(name);
        Assert.Equal(times, written);
    }

    [Fact]
    public async Task WriteAsync_TimesThatCollideOrGoBack_AreNudged()
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25 };
        await WriteFileAsync(_folder["a.mkv"], format, [0, 40, 40, 20, 120]);

        var written = await FrameTimesAsync("a.mkv");
        Assert.Equal([0, 40, 41, 42, 120], written);
    }

    [Theory]
    [InlineData(333, 251, "334,252")]
    [InlineData(64, 47, "64,48")]
    [InlineData(1, 1, "2,2")]
    public async Task CompleteAsync_OddSize_GrowsByAPixel(int width, int height, string size)
    {
        var format = new EncodedVideoFormat { Width = width, Height = height, FrameRate = 25 };
        await WriteFileAsync(_folder["a.mp4"], format, 0, 40);

        Assert.Equal([size + ",2"], await ProbeAsync("a.mp4", "-count_frames -show_entries stream=width,height,nb_read_frames"));
    }

    [Fact]
    public async Task CompleteAsync_OnePicture_IsAVideo()
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25, HasAudio = true };
        await WriteFileAsync(_folder["a.mp4"], format, 0);

        Assert.Equal(["1"], await ProbeAsync("a.mp4", "-select_streams v -count_frames -show_entries stream=nb_read_frames"));
    }

    [Fact]
    public async Task CompleteAsync_NoPicture_LeavesNoFileButKeepsWhatWasThere()
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25 };
        await WriteFileAsync(_folder["new.mp4"], format);
        await File.WriteAllTextAsync(_folder["old.mp4"], "kept");
        await WriteFileAsync(_folder["old.mp4"], format);

        Assert.False(File.Exists(_folder["new.mp4"]));
        Assert.Equal("kept", await File.ReadAllTextAsync(_folder["old.mp4"]));
    }

    [Theory]
    [InlineData("aac", "a.mp4", "aac")]
    [InlineData("libmp3lame", "a.mp4", "mp3")]
    [InlineData("ac3", "a.mp4", "ac3")]
    [InlineData("libopus", "a.mp4", "aac")]
    [InlineData("libopus", "a.mkv", "opus")]
    [InlineData("libvorbis", "a.mp4", "aac")]
    [InlineData("libvorbis", "a.mkv", "vorbis")]
    [InlineData("pcm_s16le", "a.mkv", "pcm_s16le")]
    public async Task CompleteAsync_EncodedAudio_IsCopiedWhereTheContainerTakesIt(string encoder, string name, string codec)
    {
        var source = await TestClip.MakeAsync(_folder["source.mkv"], $"-f lavfi -i sine=d=2:r=48000 -ac 2 -c:a {encoder}");
        await WriteWithPacketsAsync(_folder[name], source);

        Assert.Equal([codec], await ProbeAsync(name, "-select_streams a -show_entries stream=codec_name"));
        if (codec != "aac" || encoder == "aac") Assert.Equal(await PacketHashesAsync(source), await PacketHashesAsync(_folder[name]));
        else Assert.Equal(2.0, await AudioSecondsAsync(name), 0.06);
    }

    [Fact]
    public async Task CompleteAsync_EncodedSamplesThatAreNoNumbers_DoNotStopTheEncoder()
    {
        var source = await TestClip.MakeAsync(
            _folder["source.mkv"], "-f lavfi -i aevalsrc=if(between(t\\,0.5\\,0.6)\\,0/0\\,0.5*sin(2765*t)):d=2:s=48000 -c:a pcm_f32le");
        await WriteWithPacketsAsync(_folder["a.mp4"], source);

        Assert.Equal(["aac"], await ProbeAsync("a.mp4", "-select_streams a -show_entries stream=codec_name"));
        Assert.Equal(2.0, await AudioSecondsAsync("a.mp4"), 0.06);
    }

    [Fact]
    public async Task WriteAsync_AudioThatStops_VideoGoesOnWithSilence()
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25, HasAudio = true };
        await using (var encoder = await EncoderHarness.OpenAsync(_folder["a.mp4"], format))
        {
            await EncoderHarness.WriteAsync(encoder, format, [.. Enumerable.Range(0, 10).Select(n => n * 40L)]);
            for (var time = 400L; time < 8_000; time += 40)
                await encoder.WriteAsync(EncoderHarness.Grey(format, 9), MediaTime.FromMilliseconds(time));
            Assert.Null(await encoder.CompleteAsync(CancellationToken.None));
        }

        Assert.Equal(["200"], await ProbeAsync("a.mp4", "-select_streams v -count_frames -show_entries stream=nb_read_frames"));
        Assert.Equal(7.0, await AudioSecondsAsync("a.mp4"), 0.1);
    }

    [Theory]
    [InlineData("a.mp4", 3)]
    [InlineData("a.mkv", 3)]
    [InlineData("a.mp4", 50)]
    [InlineData("a.mkv", 50)]
    public async Task WriteAsync_OutageOfHours_IsNotFilledAndStaysInStep(string name, int hours)
    {
        var outage = hours * 3_600_000L;
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25, HasAudio = true, IsLive = true };
        await using (var encoder = await EncoderHarness.OpenAsync(_folder[name], format))
        {
            await EncoderHarness.WriteAsync(encoder, format, [.. Enumerable.Range(0, 25).Select(n => n * 40L)]);
            for (var time = outage; time < outage + 2_000; time += 40)
            {
                using var tone = AudioBlock.Rent(AudioFormat.SampleRate * 40 / 1000);
                tone.Samples.Fill(time >= outage + 1_000 ? 0.5f : 0);
                tone.PresentationTime = MediaTime.FromMilliseconds(time);
                await encoder.WriteAsync(tone);
                await encoder.WriteAsync(EncoderHarness.Grey(format, 9), MediaTime.FromMilliseconds(time));
            }
            Assert.Null(await encoder.CompleteAsync(CancellationToken.None));
        }

        var packets = (await ProbeAsync(name, "-select_streams a -show_entries packet=pts_time")).Select(time => double.Parse(time.TrimEnd(','), CultureInfo.InvariantCulture)).ToList();
        Assert.InRange(packets.Count, 40, 120 + (3 * hours));
        Assert.Equal(outage / 1000.0, packets.First(time => time > (outage / 1000.0) - 100), 1.1);
        Assert.Equal(outage / 1000.0 + 2, packets[^1], 0.1);
        Assert.Equal(Times(0, 25).Concat(Times(outage, 50)), await FrameTimesAsync(name));
        // Where the tone begins, counted from the last sample; the encoder's own last samples fade.
        var bytes = await TestClip.RunAsync(["-i", _folder[name], "-map", "0:a", "-f", "f32le", "pipe:1"], default);
        var samples = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        Assert.Equal(1.0, (samples.Length - Array.FindLastIndex(samples, samples.Length - 4_410, value => value < 0.05f)) / 22_050.0, 0.1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WriteAsync_PicturesAfterAnOutage_FewAreKeyFrames(bool isSent)
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25, IsLive = true };
        var coding = isSent ? StreamArguments.Encode(format, StreamProtocol.Of("udp://host:9")) : EncoderArguments.Encode(format);
        await using (var encoder = new FfmpegProcessEncoder(
            await EncoderHarness.Tools(), FileTarget.At(_folder["a.mp4"]), new RawPictures(format, coding), format, new AudioPatience(_log), TimeProvider.System))
        {
            foreach (var time in Times(0, 25).Concat(Times(3_600_000, 101)))
                await encoder.WriteAsync(EncoderHarness.Grey(format, 9), MediaTime.FromMilliseconds(time));
            Assert.Null(await encoder.CompleteAsync(CancellationToken.None));
        }

        var keys = (await ProbeAsync("a.mp4", "-select_streams v -skip_frame nokey -show_entries frame=pts_time")).Select(time => double.Parse(time.TrimEnd(','), CultureInfo.InvariantCulture));
        Assert.Equal(isSent ? [0, 3_600, 3_601, 3_602, 3_603, 3_604] : [0, 3_600, 3_602, 3_604], keys);
    }

    [Fact]
    public async Task Open_CopyOfARunThatWasKilledWhileItFinished_IsTakenAway()
    {
        var leftover = VideoFinisher.CopyOf(_folder["a.mp4"]);
        await File.WriteAllTextAsync(leftover, "half");
        var others = VideoFinisher.CopyOf(_folder["b.mp4"]);
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
        await EncoderHarness.WriteAsync(encoder, format, [0, 40, 80]);
        // Nothing can be written where a folder is.
        var copy = VideoFinisher.CopyOf(_folder["a.mp4"]);
        Directory.CreateDirectory(copy);

        Assert.Contains(Path.GetFileName(copy), await encoder.CompleteAsync(CancellationToken.None));
        Assert.Equal(3, (await FrameTimesAsync("a.mp4")).Length);
    }

    [Theory]
    [InlineData("a.mp4")]
    [InlineData("a.mkv")]
    public async Task WriteAsync_AudioBeginsLater_StaysInStep(string name)
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25, HasAudio = true };
        await using (var encoder = await EncoderHarness.OpenAsync(_folder[name], format))
        {
            using var tone = AudioBlock.Rent(11_025);
            tone.Samples.Fill(0.5f);
            tone.PresentationTime = MediaTime.FromMilliseconds(500);
            await encoder.WriteAsync(tone);
            for (var time = 0L; time < 1_000; time += 40)
                await encoder.WriteAsync(EncoderHarness.Grey(format, 9), MediaTime.FromMilliseconds(time));
            await encoder.CompleteAsync(CancellationToken.None);
        }

        var bytes = await TestClip.RunAsync(["-i", _folder[name], "-map", "0:a", "-f", "f32le", "pipe:1"], default);
        var samples = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        Assert.Equal(0.5, Array.FindIndex(samples, value => value > 0.2f) / 22_050.0, 0.005);
        Assert.Equal(0, (await FrameTimesAsync(name))[0]);
    }

    [Theory]
    [InlineData("a.mkv", 1_500, 0, 2_000)]
    [InlineData("a.mkv", 1_500, 1_500, 0)]
    [InlineData("a.mp4", 1_500, 0, 2_000)]
    public async Task WriteAsync_AudioComesBehindItsPictures_IsHeard(string name, int lag, int known, int silent)
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25, HasAudio = true, IsLive = true, AudioLag = MediaTime.FromMilliseconds(known) };
        await WriteLaggingAsync(_folder[name], format, lag, seconds: 6);

        var bytes = await TestClip.RunAsync(["-i", _folder[name], "-map", "0:a", "-ar", "22050", "-f", "f32le", "pipe:1"], default);
        var samples = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes);
        // What comes up to the end, and was not yet missing when its lateness showed.
        Assert.InRange(Tones.AmplitudeAt(440, samples[(22_050 * silent / 1_000 + 22_050 / 10)..(22_050 * (6_000 - lag) / 1_000)]), 0.4, 0.6);
        if (known > 0) Assert.Empty(_log.Entries);
        else Assert.Contains("waited for", Assert.Single(_log.Entries).Text);
    }

    [Fact]
    public async Task WriteAsync_AudioComesTooFarBehind_SaysThatThereIsSilence()
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25, HasAudio = true, IsLive = true };
        await WriteLaggingAsync(_folder["a.mkv"], format, lag: 8_000, seconds: 12);

        Assert.Contains("5000 ms at most", Assert.Single(_log.Entries).Text);
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
            : new FoveatedEncoderFactory(tools, new FoveationConfig { Target = address, Method = Enum.Parse<FoveationMethod>(way, ignoreCase: true) }, TimeProvider.System, _log);
        await using var encoder = factory.Open(address, format);
        using var patience = new CancellationTokenSource(Eventually.Patience);

        await encoder.WriteAsync(EncoderHarness.Grey(format, 9), MediaTime.Zero);

        Assert.NotEmpty((await receiver.ReceiveAsync(patience.Token)).Buffer);
    }

    // ffmpeg's resampler fills a pause when it ends, and before the first sound there is silence of the program's own.
    [Theory]
    [InlineData(1_000, 3_000, false)]
    [InlineData(1_000, 3_000, true)]
    [InlineData(0, 3_000, true)]
    public async Task WriteAsync_PauseIsFilledWhenItEnds_IsTakenForNoLag(int from, int until, bool inOnePiece)
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25, HasAudio = true, IsLive = true };
        await WritePausingAsync(_folder["a.mkv"], format, seconds: 9, inOnePiece, (from, until), (5_000, 7_000));

        Assert.Empty(_log.Entries);
        var bytes = await TestClip.RunAsync(["-i", _folder["a.mkv"], "-map", "0:a", "-ar", "22050", "-f", "f32le", "pipe:1"], default);
        var samples = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes);
        Assert.InRange(Tones.AmplitudeAt(440, samples[(22_050 * 4)..(22_050 * 49 / 10)]), 0.4, 0.6);
        // What had been missing for a second was silence by the time it came.
        Assert.InRange(Tones.AmplitudeAt(440, samples[(22_050 * 51 / 10)..(22_050 * 59 / 10)]), 0, 0.05);
        Assert.InRange(Tones.AmplitudeAt(440, samples[(22_050 * 71 / 10)..(22_050 * 88 / 10)]), 0.4, 0.6);
    }

    [Fact]
    public async Task WriteAsync_PacketsOfBeforeTheFirstPicture_AreNotCalledLate()
    {
        var source = await TestClip.MakeAsync(_folder["source.mkv"], "-f lavfi -i sine=d=2:r=48000 -ac 2 -c:a aac");
        await WriteWithPacketsAsync(_folder["a.mkv"], source, firstPicture: 1_800);

        Assert.Empty(_log.Entries);
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
        Assert.Equal(3, (await FrameTimesAsync("a.mp4")).Length);
    }

    [Theory]
    [InlineData("a.avi")]
    [InlineData("a")]
    [InlineData("a.mp3")]
    public async Task Open_OtherExtension_NamesTheTwo(string name)
    {
        var problem = FfmpegProcessEncoderFactory.CheckPath(_folder[name]);
        var exception = await Assert.ThrowsAsync<SinkException>(
            () => EncoderHarness.OpenAsync(_folder[name], new EncodedVideoFormat { Width = 2, Height = 2 }));

        Assert.Contains(".mp4", problem);
        Assert.Contains(".mkv", problem);
        Assert.Equal(problem, exception.Message);
    }

    [Theory]
    [InlineData("a.mp4")]
    [InlineData("A.MKV")]
    public void CheckPath_RightExtension_Null(string name) => Assert.Null(FfmpegProcessEncoderFactory.CheckPath(name));

    [Fact]
    public async Task Open_FolderIsMissing_SaysWhich()
    {
        var exception = await Assert.ThrowsAsync<SinkException>(
            () => EncoderHarness.OpenAsync(_folder["no/a.mp4"], new EncodedVideoFormat { Width = 2, Height = 2 }));

        Assert.Contains(_folder["no/a.mp4"], exception.Message);
        Assert.Contains("no folder " + _folder["no"], exception.Message);
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

    // Each picture, and then the sound of a while before.
    private async Task WriteLaggingAsync(string path, EncodedVideoFormat format, int lag, int seconds)
    {
        var tone = Tones.Sine(440, 0.5, seconds);
        await using var encoder = await EncoderHarness.OpenAsync(path, format, _log);
        for (var time = 0; time < seconds * 1_000; time += 40)
        {
            await encoder.WriteAsync(EncoderHarness.Grey(format, time % 200), MediaTime.FromMilliseconds(time));
            if (time < lag) continue;
            using var block = AudioBlock.Rent(AudioFormat.SampleRate * 40 / 1_000);
            tone.AsSpan((time - lag) / 40 * block.Count, block.Count).CopyTo(block.Samples);
            block.PresentationTime = MediaTime.FromMilliseconds(time - lag);
            await encoder.WriteAsync(block);
        }
        Assert.Null(await encoder.CompleteAsync(CancellationToken.None));
    }

    // Each picture and its sound, but where that pauses: there the sound comes at the end.
    private async Task WritePausingAsync(string path, EncodedVideoFormat format, int seconds, bool inOnePiece, params (int From, int Until)[] pauses)
    {
        const int Step = 40;
        var tone = Tones.Sine(440, 0.5, seconds);
        await using var encoder = await EncoderHarness.OpenAsync(path, format, _log);
        var written = 0;
        for (var time = 0; time < seconds * 1_000; time += Step)
        {
            if (!pauses.Any(pause => time >= pause.From && time < pause.Until))
            {
                var piece = inOnePiece ? time + Step - written : Step;
                for (; written < time + Step; written += piece)
                {
                    using var block = AudioBlock.Rent(piece * AudioFormat.SampleRate / 1_000);
                    tone.AsSpan(written / Step * (Step * AudioFormat.SampleRate / 1_000), block.Count).CopyTo(block.Samples);
                    block.PresentationTime = MediaTime.FromMilliseconds(written);
                    await encoder.WriteAsync(block);
                }
            }
            await encoder.WriteAsync(EncoderHarness.Grey(format, time % 200), MediaTime.FromMilliseconds(time));
        }
        Assert.Null(await encoder.CompleteAsync(CancellationToken.None));
    }

    private static IEnumerable<long> Times(long first, int count) => Enumerable.Range(0, count).Select(n => first + n * 40L);

    private async Task WriteFileAsync(string path, EncodedVideoFormat format, params IReadOnlyList<long> milliseconds)
    {
        await using var encoder = await EncoderHarness.OpenAsync(path, format);
        if (milliseconds.Count > 0) await EncoderHarness.WriteAsync(encoder, format, milliseconds);
        Assert.Null(await encoder.CompleteAsync(CancellationToken.None));
    }

    private async Task WriteWithPacketsAsync(string path, string source, int? firstPicture = null)
    {
        await using var file = File.OpenRead(source);
        var reader = new MatroskaReader(file);
        var track = Assert.Single(reader.ReadTracks());
        var format = new EncodedVideoFormat
        {
            Width = 64,
            Height = 48,
            FrameRate = 25,
            HasAudio = true,
            EncodedAudio = new EncodedAudio(track.CodecId, track.Entry),
        };
        await using var encoder = await EncoderHarness.OpenAsync(path, format, _log);
        if (firstPicture is { } first) await encoder.WriteAsync(EncoderHarness.Grey(format, 50), MediaTime.FromMilliseconds(first));
        while (reader.TryReadBlock(out var block))
        {
            using var packet = AudioPacket.Rent(block.Length);
            reader.ReadPayload(packet.Data.Span);
            packet.PresentationTime = block.Time;
            await encoder.WriteAsync(packet);
        }
        for (var time = firstPicture ?? 0L; time <= 2_100; time += 50)
            await encoder.WriteAsync(EncoderHarness.Grey(format, 50), MediaTime.FromMilliseconds(time));
        Assert.Null(await encoder.CompleteAsync(CancellationToken.None));
    }

    private Task<string[]> ProbeAsync(string name, string arguments) => TestClip.ProbeAsync(arguments, _folder[name]);

    private async Task<double> DurationAsync(string name) =>
        double.Parse(Assert.Single(await ProbeAsync(name, "-show_entries format=duration")), CultureInfo.InvariantCulture);

    private async Task<double> AudioSecondsAsync(string name)
    {
        var samples = await TestClip.RunAsync(
            ["-i", _folder[name], "-map", "0:a", "-ac", "1", "-ar", "8000", "-f", "s16le", "pipe:1"], default);
        return samples.Length / 2 / 8_000.0;
    }

    private async Task<long[]> FrameTimesAsync(string name)
    {
        var times = await ProbeAsync(name, "-select_streams v -show_entries frame=pts_time");
        return [.. times.Select(text => (long)Math.Round(double.Parse(text.TrimEnd(','), CultureInfo.InvariantCulture) * 1_000))];
    }

    private static async Task<string[]> PacketHashesAsync(string path)
    {
        var lines = await TestClip.ProbeAsync("-select_streams a -show_data_hash crc32 -show_entries packet=data_hash", path);
        // The last packet of some codecs has side data, which shows as an empty column.
        return [.. lines.Select(line => line.Trim(','))];
    }
}
