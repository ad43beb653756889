using StavisLive.Core.Media;

namespace StavisLive.Media.Encoding.Process;

/// <summary>The command line of an ffmpeg that sends a video to others while it happens, chosen for little delay.</summary>
internal static class StreamArguments
{
    // Whoever comes in the middle waits for a key frame: half a second on average, at some ten percent of the bits.
    private static readonly MediaTime KeyDistance = MediaTime.FromMilliseconds(1_000);

    // A camera's picture is not encoded.
    private const string CameraColours = "scale=out_color_matrix=bt709:out_range=tv,format=yuyv422";

    /// <summary>Matroska on the standard input to a media server, or to a loopback camera.</summary>
    /// <param name="format">What comes.</param>
    /// <param name="pictures">What makes a video of the pictures.</param>
    /// <param name="protocol">How it is sent.</param>
    /// <param name="address">Where to, without what nobody may see.</param>
    /// <param name="preset">File of the options that nobody may see; null: there are none.</param>
    public static IEnumerable<string> For(EncodedVideoFormat format, IEnumerable<string> pictures, StreamProtocol protocol, string address, string? preset) =>
    [
        "-hide_banner", "-loglevel", "error",
        // What is to come stands in the header: looking at the first seconds would only hold them back.
        "-probesize", "32", "-analyzeduration", "0", "-fpsprobesize", "0",
        "-copyts", "-f", "matroska", "-i", "pipe:0",
        .. pictures, .. Audio(format),
        // A stream that pauses holds the other up for so long.
        .. EncoderArguments.Interleaving(format, MediaTime.FromMilliseconds(500)), "-flush_packets", "1", "-muxdelay", "0", "-muxpreload", "0",
        // AAC begins before its first sample, by 128 ms at 8 kHz, and Flash video knows no time before zero.
        "-output_ts_offset", "0.2",
        .. protocol.Arguments,
        .. preset is null ? Array.Empty<string>() : ["-fpre", preset],
        "-f", protocol.Muxer, address,
    ];

    /// <summary>Pictures as they are to what that receiver takes.</summary>
    public static IEnumerable<string> Encode(EncodedVideoFormat format, StreamProtocol protocol) => protocol.IsCamera
        ? ["-map", "0:v:0", "-vf", EncoderArguments.Filter(format, CameraColours), .. EncoderArguments.OwnTimes, "-c:v", "rawvideo"]
        : ["-map", "0:v:0", "-vf", EncoderArguments.Filter(format, EncoderArguments.Colours), .. EncoderArguments.OwnTimes, .. Video(format), .. EncoderArguments.ColourTags];

    // One picture in, one picture out: no look-ahead, no B-frames, slices instead of frames side by side. The limit is shared out by the
    // nominal rate; by the pictures' own times (force-cfr=0) each would be held until the next comes.
    private static string[] Video(EncodedVideoFormat format) =>
    [
        "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-bf", "0",
        "-x264-params", FormattableString.Invariant($"fps={format.NominalRate:0.###}"),
        "-crf", "23", "-maxrate", "8000k", "-bufsize", "8000k", .. EncoderArguments.KeysEvery(KeyDistance),
    ];

    private static string[] Audio(EncodedVideoFormat format) =>
        format.HasAudio ? ["-map", "0:a:0", .. EncoderArguments.Finite(format), "-c:a", "aac", "-b:a", "128k"] : [];
}
