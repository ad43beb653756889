using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Media;
using StavisLive.Media.Encoding;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Ffmpeg;

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
