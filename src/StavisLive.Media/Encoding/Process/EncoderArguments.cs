using StavisLive.Core.Media;

namespace StavisLive.Media.Encoding.Process;

/// <summary>The command lines of the two ffmpeg runs behind an encoded video.</summary>
internal static class EncoderArguments
{
    private const string FloatPcm = "A_PCM/FLOAT/IEEE";

    // Players can seek, at a few percent of the size.
    private static readonly MediaTime KeyDistance = MediaTime.FromMilliseconds(2_000);

    // H.264 with 4:2:0 colours has even sides only: an odd picture grows by a copy of its last column or row.
    private const string Even = "pad=ceil(iw/2)*2:ceil(ih/2)*2,fillborders=right={0}:bottom={1}:mode=smear";

    /// <summary>The conversion of colours before H.264.</summary>
    // High-definition colours, and said so: a player that has to guess shifts them. The quick conversion is up to four
    // levels of 256 off; the exact one (accurate_rnd) costs 2 ms of processor time more per frame of 1280x720, measured.
    public const string Colours = "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p";

    /// <summary>What says of the pictures that they have high-definition colours.</summary>
    public static readonly IReadOnlyList<string> ColourTags =
        ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"];

    /// <summary>What keeps the frames' own times; 90 kHz holds them to 11 us.</summary>
    public static readonly IReadOnlyList<string> OwnTimes = ["-fps_mode", "passthrough", "-enc_time_base:v", "1:90000"];

    /// <summary>More pictures than come between two key frames that are asked for.</summary>
    public const string NoKeysByCount = "100000";

    /// <summary>Key frames by time. Counted from the last one, since times leap where a live source was away.</summary>
    public static string[] KeysEvery(MediaTime distance) =>
        ["-force_key_frames", FormattableString.Invariant($"expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+{distance.Seconds}))")];

    // x264 on a 1280x720 overlay, measured: veryfast takes 13 ms of processor time a frame, ultrafast 4 ms for a file three times as
    // large. Live these 9 ms are maps.
    private static string Preset(EncodedVideoFormat format) => format.IsLive ? "ultrafast" : "veryfast";

    /// <summary>Pictures as they are to H.264.</summary>
    public static IEnumerable<string> Encode(EncodedVideoFormat format) =>
    [
        "-map", "0:v:0",
        "-vf", Filter(format, Colours),
        .. OwnTimes,
        "-c:v", "libx264", "-preset", Preset(format), "-crf", "20", .. KeysEvery(KeyDistance),
        .. ColourTags,
    ];

    /// <summary>Matroska on the standard input to a video that can be read however its writer ends.</summary>
    public static IEnumerable<string> Write(VideoContainer container, EncodedVideoFormat format, IEnumerable<string> pictures, string path) =>
    [
        "-hide_banner", "-loglevel", "error", "-y",
        "-copyts", "-f", "matroska", "-i", "pipe:0",
        .. pictures, .. Audio(container, format),
        .. container.RobustArguments, .. Live(container, format),
        // A stream that pauses must not keep the other in memory; what is ready goes to the file.
        .. Interleaving(format, MediaTime.FromMilliseconds(2_000)), "-flush_packets", "1",
        "-f", container.Muxer, Local(path),
    ];

    /// <summary>The same streams in a file with an ordinary index at its beginning.</summary>
    public static IEnumerable<string> Finish(VideoContainer container, EncodedVideoFormat format, string from, string to) =>
    [
        "-nostdin", "-hide_banner", "-loglevel", "error", "-y",
        "-copyts", "-i", Local(from), "-map", "0", "-c", "copy", "-movflags", "+faststart", .. Live(container, format),
        "-f", container.Muxer, Local(to),
    ];

    /// <summary>How far one stream may be ahead before it goes on without the other.</summary>
    /// <param name="format">What comes. Samples that are late are waited for, and silence follows in the place of others; packets come or don't.</param>
    /// <param name="pause">How long a pause of the other may be where audio does not lag.</param>
    public static string[] Interleaving(EncodedVideoFormat format, MediaTime pause) =>
        ["-max_interleave_delta", $"{(pause + (format.EncodedAudio is null ? AudioPatience.Longest : format.AudioLag)).Nanoseconds / 1000}"];

    private static IReadOnlyList<string> Live(VideoContainer container, EncodedVideoFormat format) => format.IsLive ? container.LiveArguments : [];

    private static IEnumerable<string> Audio(VideoContainer container, EncodedVideoFormat format)
    {
        if (!format.HasAudio) return [];
        var copies = format.EncodedAudio is { } audio && container.Takes(audio.Codec);
        if (copies) return ["-map", "0:a:0", "-c:a", "copy"];
        return ["-map", "0:a:0", .. Finite(format), .. container.AudioArguments];
    }

    /// <summary>Makes numbers of samples where a recording's own may be none, at which the AAC encoder stops.</summary>
    public static string[] Finite(EncodedVideoFormat format) =>
        format.EncodedAudio is { Codec: FloatPcm } ? ["-af", "aformat=sample_fmts=s32"] : [];

    /// <summary>A conversion of colours behind what gives a picture even sides.</summary>
    public static string Filter(EncodedVideoFormat format, string colours)
    {
        var (right, bottom) = (format.Width % 2, format.Height % 2);
        return right + bottom == 0 ? colours : $"{string.Format(Even, right, bottom)},{colours}";
    }

    // Said to be a file, because a name with a colon would be taken for an address.
    private static string Local(string path) => "file:" + Path.GetFullPath(path);
}
