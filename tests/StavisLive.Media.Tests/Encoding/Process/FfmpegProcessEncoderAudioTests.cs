using System.Globalization;
using StavisLive.Core.Media;
using StavisLive.Media.Encoding;
using StavisLive.Media.Matroska;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Encoding.Process;

public sealed class FfmpegProcessEncoderAudioTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RecordingLogger _log = new();

    public void Dispose() => _folder.Dispose();

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

        Assert.Equal([codec], await TestClip.ProbeAsync("-select_streams a -show_entries stream=codec_name", _folder[name]));
        if (codec != "aac" || encoder == "aac") Assert.Equal(await PacketHashesAsync(source), await PacketHashesAsync(_folder[name]));
        else Assert.Equal(2.0, await EncoderHarness.AudioSecondsAsync(_folder[name]), 0.06);
    }

    [Fact]
    public async Task CompleteAsync_EncodedSamplesThatAreNoNumbers_DoNotStopTheEncoder()
    {
        var source = await TestClip.MakeAsync(
            _folder["source.mkv"], "-f lavfi -i aevalsrc=if(between(t\\,0.5\\,0.6)\\,0/0\\,0.5*sin(2765*t)):d=2:s=48000 -c:a pcm_f32le");
        await WriteWithPacketsAsync(_folder["a.mp4"], source);

        Assert.Equal(["aac"], await TestClip.ProbeAsync("-select_streams a -show_entries stream=codec_name", _folder["a.mp4"]));
        Assert.Equal(2.0, await EncoderHarness.AudioSecondsAsync(_folder["a.mp4"]), 0.06);
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

        Assert.Equal(["200"], await TestClip.ProbeAsync("-select_streams v -count_frames -show_entries stream=nb_read_frames", _folder["a.mp4"]));
        Assert.Equal(7.0, await EncoderHarness.AudioSecondsAsync(_folder["a.mp4"]), 0.1);
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

        var packets = (await TestClip.ProbeAsync("-select_streams a -show_entries packet=pts_time", _folder[name])).Select(time => double.Parse(time.TrimEnd(','), CultureInfo.InvariantCulture)).ToList();
        Assert.InRange(packets.Count, 40, 120 + (3 * hours));
        Assert.Equal(outage / 1000.0, packets.First(time => time > (outage / 1000.0) - 100), 1.1);
        Assert.Equal(outage / 1000.0 + 2, packets[^1], 0.1);
        Assert.Equal(EncoderHarness.Times(0, 25).Concat(EncoderHarness.Times(outage, 50)), await EncoderHarness.FrameTimesAsync(_folder[name]));
        // Where the tone begins, counted from the last sample; the encoder's own last samples fade.
        var bytes = await TestClip.RunAsync(["-i", _folder[name], "-map", "0:a", "-f", "f32le", "pipe:1"], default);
        var samples = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        Assert.Equal(1.0, (samples.Length - Array.FindLastIndex(samples, samples.Length - 4_410, value => value < 0.05f)) / 22_050.0, 0.1);
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
        Assert.Equal(0, (await EncoderHarness.FrameTimesAsync(_folder[name]))[0]);
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

    [Fact]
    public async Task WriteAsync_SoundOfLongBeforeItsFirstPictureIsReady_IsKept()
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25, HasAudio = true, EncodedAudio = EncoderHarness.Aac };
        await using (var encoder = await EncoderHarness.OpenAsync(_folder["a.mp4"], format, _log))
        {
            await EncoderHarness.WritePacketsAsync(encoder, 0, 40_000);
            await EncoderHarness.WriteWithPacketsAsync(encoder, format, 0);
            await encoder.WriteAsync(EncoderHarness.Grey(format, 9), MediaTime.FromMilliseconds(40_000));
            Assert.Null(await encoder.CompleteAsync(CancellationToken.None));
        }

        var packets = await EncoderHarness.PacketTimesAsync(_folder["a.mp4"]);
        Assert.Equal(1_723, packets.Length);
        Assert.Equal((0, 39_985), (packets[0], packets[^1]));
        Assert.Empty(_log.Entries);
    }

    // A microphone opens faster than a camera; a file's pictures begin late because they do.
    [Theory]
    [InlineData("a.mp4", false, 0)]
    [InlineData("a.mkv", false, 0)]
    [InlineData("a.mkv", true, 2_000)]
    public async Task WriteAsync_SoundThatBeginsLongBeforeThePictures_IsKeptOfAFile(string name, bool isLive, int begin)
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25, HasAudio = true, IsLive = isLive };
        await EncoderHarness.WriteFileAsync(_folder[name], format, [.. EncoderHarness.Times(3_000, 25)]);

        Assert.Equal(EncoderHarness.Times(3_000 - begin, 25), await EncoderHarness.FrameTimesAsync(_folder[name]));
        Assert.Equal(4 - begin / 1_000.0, await EncoderHarness.AudioSecondsAsync(_folder[name]), 0.1);
    }

    [Fact]
    public async Task WriteAsync_NoPictureForTenMinutes_SaysThatTheSoundsBeginningIsLeftOut()
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 48, FrameRate = 25, HasAudio = true, EncodedAudio = EncoderHarness.Aac };
        await using var encoder = await EncoderHarness.OpenAsync(_folder["a.mp4"], format, _log);

        await EncoderHarness.WritePacketsAsync(encoder, 0, 600_000);
        Assert.Empty(_log.Entries);
        await EncoderHarness.WritePacketsAsync(encoder, 600_000, 601_000);

        Assert.Contains("whose beginning is left out", Assert.Single(_log.Entries).Text);
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

    private static async Task<string[]> PacketHashesAsync(string path)
    {
        var lines = await TestClip.ProbeAsync("-select_streams a -show_data_hash crc32 -show_entries packet=data_hash", path);
        // The last packet of some codecs has side data, which shows as an empty column.
        return [.. lines.Select(line => line.Trim(','))];
    }
}
