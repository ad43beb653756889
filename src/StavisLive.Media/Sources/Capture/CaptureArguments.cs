using System.Globalization;

namespace StavisLive.Media.Sources.Capture;

/// <summary>ffmpeg's arguments that turn any input into the Matroska stream that <see cref="FfmpegCapture"/> reads.</summary>
/// <remarks>
/// <para>
/// Track 1: pictures (<see cref="PixelLayout"/>), each with its own stamp. Then, where there is audio, mono samples
/// (<see cref="Core.Media.AudioFormat"/>) and, when asked for, the source's own packets. Stamps are whole milliseconds:
/// ffmpeg's Matroska writer knows no finer ones.
/// </para>
/// <para>
/// Negative stamps stay as they are (an AAC track begins with a packet that only warms the decoder up): moving
/// everything to begin at zero would shift the pictures as soon as that packet is passed on.
/// </para>
/// </remarks>
internal static class CaptureArguments
{
    /// <summary>What comes before the input: quiet, and deaf to the keyboard.</summary>
    public static readonly string[] Common = ["-nostdin", "-hide_banner", "-loglevel", "error"];

    /// <summary>The filter that makes the network's samples of any audio, once it is asked for one channel.</summary>
    // All channels together weigh 1. Of numbers with a fraction ffmpeg would only add them up, to 3 dB too much for stereo and 10 dB for 5.1.
    public const string Samples = "aresample=22050:rematrix_maxval=1";

    /// <summary>Hands pictures over as they are decoded (<see cref="PixelLayout.Yuv"/>), with all levels or those of television.</summary>
    // Asked for one range only, ffmpeg would bring pictures of the other to it, which costs it more than making BGR: 2.3 instead of 1.9 s of processor
    // time with decoding, for 500 of 1280x720 (measured).
    public static readonly string[] Planes = ["-filter:v:0", "format=yuv420p|yuvj420p"];

    /// <summary>Hands pictures over as <see cref="PixelLayout.Bgr"/>.</summary>
    /// <param name="filter">What becomes of them before; null for nothing.</param>
    public static string[] Bgr(string? filter) => [.. filter is null ? Array.Empty<string>() : ["-filter:v:0", filter], "-pix_fmt", "bgr24"];

    /// <summary>Pictures and, unless null, audio.</summary>
    /// <param name="pictures">Which stream, in ffmpeg's notation.</param>
    /// <param name="audio">Which stream; with a question mark behind it where it may be missing.</param>
    /// <param name="intake">What is taken of it.</param>
    /// <param name="samplesPerPacket">Cuts the samples into packets of that many; 0 leaves them as they come.</param>
    /// <param name="pixels">How pictures are handed over: <see cref="Planes"/> or <see cref="Bgr"/>.</param>
    public static IEnumerable<string> Tracks(string pictures, string audio, AudioIntake intake, int samplesPerPacket, IEnumerable<string> pixels)
    {
        string[] video = ["-map", pictures, .. pixels, "-fps_mode", "passthrough", "-enc_time_base:v", "1:90000", "-c:v", "rawvideo"];
        if (intake == AudioIntake.None) return video;
        // Packets as they are need nothing decoded, for which ffmpeg would wait before it begins.
        if (intake == AudioIntake.Awaited) return [.. video, "-map", audio, .. Copied(0)];
        var cut = samplesPerPacket > 0 ? $",asetnsamples=n={Number(samplesPerPacket)}:p=0" : "";
        string[] samples =
        [
            // Each packet keeps its stamp, and SampleLine fills holes and trims overlaps. The resampler's own way of it (async) would keep
            // all of a hole in memory, 1.1 GB an hour at 48 kHz, and let the samples stray by 100 ms from their stamps (measured).
            "-map", audio, "-filter:a:0", Samples + cut,
            "-ac:a:0", "1", "-c:a:0", "pcm_f32le",
        ];
        return intake switch
        {
            AudioIntake.SamplesAndRecording => [.. video, .. samples, "-map", audio, .. Copied(1)],
            AudioIntake.SamplesAndFlac =>
            [
                .. video, .. samples,
                "-map", audio, "-c:a:1", "flac", "-sample_fmt:a:1", "s16",
            ],
            _ => [.. video, .. samples],
        };
    }

    /// <summary>The Matroska stream on standard output.</summary>
    /// <param name="interleaveWait">How long a packet waits for one of the other track that may come before it.</param>
    public static IEnumerable<string> Output(TimeSpan interleaveWait) =>
    [
        "-max_interleave_delta", Number((long)interleaveWait.TotalMicroseconds),
        // A cluster goes out when the next packet comes after its limit, so limits are as small as they get: a live picture
        // leaves with the next packet of audio or, where there is none, with the next picture. Checksums would double what a
        // 1280x720 picture costs (5.1 ms instead of 2.4 with decoding, measured).
        "-f", "matroska", "-live", "1", "-write_crc32", "0", "-cluster_size_limit", "1024", "-cluster_time_limit", "1",
        "-flush_packets", "1", "-allow_raw_vfw", "1", "-avoid_negative_ts", "disabled", "pipe:1",
    ];

    // ffmpeg leaves out what comes before the first key packet. Since version 7.1 AAC need not consist of such (xHE-AAC doesn't), and where no
    // parser looks into the packets, as with RTSP, none of them is one: all of the sound would be left out.
    private static string[] Copied(int track) => [$"-c:a:{track}", "copy", $"-copyinkf:a:{track}"];

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
