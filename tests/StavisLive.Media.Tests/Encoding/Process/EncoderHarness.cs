using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Media;
using StavisLive.Media.Encoding;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Tests.Ffmpeg;

namespace StavisLive.Media.Tests.Encoding.Process;

/// <summary>Feeds an encoder with simple pictures and sounds.</summary>
internal static class EncoderHarness
{
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
