using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Media;
using StavisLive.Media.Encoding;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Matroska;
using StavisLive.Media.Tests.Ffmpeg;

namespace StavisLive.Media.Tests.Encoding.Process;

/// <summary>Feeds an encoder with simple pictures and sounds.</summary>
internal static class EncoderHarness
{
    // One packet of silence: mono, 1024 samples.
    private static readonly byte[] AacPacket = [0x00, 0xc8, 0x00, 0x80, 0x23, 0x80];

    /// <summary>A source's own AAC at 44.1 kHz: see <see cref="WritePacketsAsync"/>.</summary>
    public static EncodedAudio Aac { get; } = new("A_AAC", new EbmlBuilder()
        .Unsigned(EbmlId.TrackType, (ulong)MatroskaTrackType.Audio)
        .Unsigned(EbmlId.FlagLacing, 0)
        .Text(EbmlId.CodecId, "A_AAC")
        .Bytes(EbmlId.CodecPrivate, [0x12, 0x08])
        .Master(EbmlId.Audio, new EbmlBuilder().Float(EbmlId.SamplingFrequency, 44_100).Unsigned(EbmlId.Channels, 1)).Written.ToArray());

    public static Task<FfmpegTools> Tools() => FfmpegTools.FindAsync(CancellationToken.None);

    public static async Task<IVideoEncoder> OpenAsync(string path, EncodedVideoFormat format, ILogger? log = null) =>
        new FfmpegProcessEncoderFactory(await Tools(), TimeProvider.System, log ?? NullLogger.Instance).Open(path, format);

    /// <summary>A picture of one grey.</summary>
    public static byte[] Grey(EncodedVideoFormat format, int level)
    {
        var pixels = new byte[format.Width * format.Height * 3];
        Array.Fill(pixels, (byte)level);
        return pixels;
    }

    /// <summary>A picture that compresses badly.</summary>
    public static byte[] Noise(EncodedVideoFormat format, int seed)
    {
        var pixels = new byte[format.Width * format.Height * 3];
        new Random(seed).NextBytes(pixels);
        return pixels;
    }

    /// <summary>Pictures at these times, and audio (if there is any) that runs 0.3 s ahead of them and 1 s beyond them.</summary>
    public static async Task WriteAsync(IVideoEncoder encoder, EncodedVideoFormat format, params IReadOnlyList<long> milliseconds)
    {
        var audio = 0L;
        foreach (var time in milliseconds)
        {
            if (format.HasAudio) audio = await WriteToneAsync(encoder, audio, time + 300);
            await encoder.WriteAsync(Grey(format, (int)(time % 200)), MediaTime.FromMilliseconds(time));
        }
        if (format.HasAudio) await WriteToneAsync(encoder, audio, milliseconds[^1] + 1_000);
    }

    /// <summary>Pictures at these times, and the packets of the source's own audio up to each before it.</summary>
    public static async Task WriteWithPacketsAsync(IVideoEncoder encoder, EncodedVideoFormat format, params IReadOnlyList<long> milliseconds)
    {
        var reached = 0L;
        foreach (var time in milliseconds)
        {
            await WritePacketsAsync(encoder, reached, time);
            await encoder.WriteAsync(Grey(format, (int)(time % 200)), MediaTime.FromMilliseconds(time));
            reached = time;
        }
    }

    /// <summary>The packets of the source's own audio that begin between two times.</summary>
    public static async Task WritePacketsAsync(IVideoEncoder encoder, long fromMilliseconds, long untilMilliseconds)
    {
        for (var index = (fromMilliseconds * 441 + 10_239) / 10_240; index * 10_240 < untilMilliseconds * 441; index++)
        {
            using var packet = AudioPacket.Rent(AacPacket.Length);
            AacPacket.CopyTo(packet.Data);
            packet.PresentationTime = MediaTime.FromSeconds(index * 1_024 / 44_100.0);
            await encoder.WriteAsync(packet);
        }
    }

    /// <summary>A whole file of pictures at these times.</summary>
    public static async Task WriteFileAsync(string path, EncodedVideoFormat format, params IReadOnlyList<long> milliseconds)
    {
        await using var encoder = await OpenAsync(path, format);
        if (milliseconds.Count > 0) await WriteAsync(encoder, format, milliseconds);
        Assert.Null(await encoder.CompleteAsync(CancellationToken.None));
    }

    /// <summary>Milliseconds of pictures that come 25 times a second.</summary>
    public static IEnumerable<long> Times(long first, int count) => Enumerable.Range(0, count).Select(n => first + n * 40L);

    /// <summary>The milliseconds at which a file's pictures are shown.</summary>
    public static async Task<long[]> FrameTimesAsync(string path)
    {
        var times = await TestClip.ProbeAsync("-select_streams v -show_entries frame=pts_time", path);
        return [.. times.Select(text => (long)Math.Round(double.Parse(text.TrimEnd(','), CultureInfo.InvariantCulture) * 1_000))];
    }

    /// <summary>The milliseconds at which the packets of a file's audio begin.</summary>
    public static async Task<long[]> PacketTimesAsync(string path)
    {
        var times = await TestClip.ProbeAsync("-select_streams a -show_entries packet=pts_time", path);
        return [.. times.Select(text => (long)Math.Round(double.Parse(text.TrimEnd(','), CultureInfo.InvariantCulture) * 1_000))];
    }

    /// <summary>How long a file's audio is.</summary>
    public static async Task<double> AudioSecondsAsync(string path)
    {
        var samples = await TestClip.RunAsync(["-i", path, "-map", "0:a", "-ac", "1", "-ar", "8000", "-f", "s16le", "pipe:1"], default);
        return samples.Length / 2 / 8_000.0;
    }

    private static async Task<long> WriteToneAsync(IVideoEncoder encoder, long fromSample, long untilMilliseconds)
    {
        const int Count = 441;
        for (; fromSample * 1_000 < untilMilliseconds * AudioFormat.SampleRate; fromSample += Count)
        {
            using var block = AudioBlock.Rent(Count);
            block.PresentationTime = MediaTime.FromSeconds((double)fromSample / AudioFormat.SampleRate);
            for (var i = 0; i < Count; i++)
                block.Samples[i] = 0.5f * MathF.Sin((float)(2 * Math.PI * 441 * (fromSample + i) / AudioFormat.SampleRate));
            await encoder.WriteAsync(block);
        }
        return fromSample;
    }
}
