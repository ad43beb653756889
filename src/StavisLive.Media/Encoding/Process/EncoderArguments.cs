namespace StavisLive.Media.Encoding.Process;

/// <summary>The command lines of the two ffmpeg runs behind an encoded video.</summary>
internal static class EncoderArguments
{
    private const string FloatPcm = "A_PCM/FLOAT/IEEE";

    // A key frame every two seconds: players can seek, at a few percent of the size.
    private const string KeyFrames = "expr:gte(t,n_forced*2)";

    // H.264 with 4:2:0 colours has even sides only: an odd picture grows by a copy of its last column or row.
    private const string Even = "pad=ceil(iw/2)*2:ceil(ih/2)*2,fillborders=right={0}:bottom={1}:mode=smear";

    // High-definition colours, and said so: a player that has to guess shifts them. The quick conversion is up to four
    // levels of 256 off; the exact one (accurate_rnd) costs 2 ms of processor time more per frame of 1280x720, measured.
    private const string Colours = "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p";

    // x264 on a 1280x720 overlay, measured: veryfast takes 13 ms of processor time a frame, ultrafast 4 ms for a file three times as
    // large. Live these 9 ms are maps.
    private static string Preset(EncodedVideoFormat format) => format.IsLive ? "ultrafast" : "veryfast";

    /// <summary>Matroska on the standard input to a video that can be read however its writer ends.</summary>
    public static IEnumerable<string> Encode(VideoContainer container, EncodedVideoFormat format, string path) =>
    [
        "-hide_banner", "-loglevel", "error", "-y",
        "-copyts", "-f", "matroska", "-i", "pipe:0",
        "-map", "0:v:0", .. Audio(container, format),
        "-vf", Filter(format),
        // Frames keep their own times; 90 kHz holds them to 11 us.
        "-fps_mode", "passthrough", "-enc_time_base:v", "1:90000",
        "-c:v", "libx264", "-preset", Preset(format), "-crf", "20", "-force_key_frames", KeyFrames,
        "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
        .. container.RobustArguments,
        // A stream that pauses must not keep the other in memory; what is ready goes to the file.
        "-max_interleave_delta", "2000000", "-flush_packets", "1",
        "-f", container.Muxer, Local(path),
    ];

    /// <summary>The same streams in a file with an ordinary index at its beginning.</summary>
    public static IEnumerable<string> Finish(VideoContainer container, string from, string to) =>
    [
        "-nostdin", "-hide_banner", "-loglevel", "error", "-y",
        "-copyts", "-i", Local(from), "-map", "0", "-c", "copy", "-movflags", "+faststart", "-f", container.Muxer, Local(to),
    ];

    private static IEnumerable<string> Audio(VideoContainer container, EncodedVideoFormat format)
    {
        if (!format.HasAudio) return [];
        var copies = format.EncodedAudio is { } audio && container.Takes(audio.Codec);
        if (copies) return ["-map", "0:a:0", "-c:a", "copy"];
        return ["-map", "0:a:0", .. Finite(format), .. container.AudioArguments];
    }

    // A recording's own float samples may be no numbers, at which the AAC encoder stops; as integers they cannot.
    private static string[] Finite(EncodedVideoFormat format) =>
        format.EncodedAudio is { Codec: FloatPcm } ? ["-af", "aformat=sample_fmts=s32"] : [];

    private static string Filter(EncodedVideoFormat format)
    {
        var (right, bottom) = (format.Width % 2, format.Height % 2);
        return right + bottom == 0 ? Colours : $"{string.Format(Even, right, bottom)},{Colours}";
    }

    // Said to be a file, because a name with a colon would be taken for an address.
    private static string Local(string path) => "file:" + Path.GetFullPath(path);
}
