using System.Globalization;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Media;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Encoding.Foveated;

/// <summary>How one codec is asked for video whose quality follows attention: the same options for libavcodec and for an ffmpeg child.</summary>
/// <remarks>
/// What makes encoders ignore regions is set against it: x264 and x265 need adaptive quantization, which their fastest presets turn
/// off (x265 does best with its own usual mode and groups, in which the regions of a group are averaged); libvpx wants it off, and its
/// real-time mode from speed 5 on.
/// </remarks>
internal sealed record FoveatedCodec
{
    // What a network usually takes, where nobody asked for a bitrate: the same as when restreaming.
    private const double MostSent = 8_000;

    private FoveatedCodec()
    {
    }

    /// <summary>libavcodec's and ffmpeg's name of the encoder.</summary>
    public required string Encoder { get; init; }

    /// <summary>Matroska's identifier of what it makes.</summary>
    public required string MatroskaId { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>How many differences of the quantizer it can tell apart in one picture, none among them; null: all.</summary>
    public int? MostLevels { get; init; }

    /// <summary>Its quality where nothing is asked for.</summary>
    public required double UsualQuality { get; init; }

    /// <summary>Its own options: live or not, and pictures a second.</summary>
    /// <remarks>Where times are the pictures' own, in a fine time base, encoders that count pictures have to be told their nominal rate.</remarks>
    public required Func<bool, double, IEnumerable<(string Name, string Value)>> Own { get; init; }

    /// <summary>Whether it has a mode that holds the bitrate from picture to picture only where all three limits are the same.</summary>
    private bool TakesThreeLimits { get; init; }

    /// <summary>The way that goes with a configured codec.</summary>
    public static FoveatedCodec Of(FoveationCodec codec) => codec switch
    {
        FoveationCodec.H264 => new()
        {
            Encoder = "libx264", MatroskaId = "V_MPEG4/ISO/AVC", Name = "H.264", UsualQuality = 23,
            Own = (isLive, rate) => isLive
                ? [("preset", "veryfast"), ("tune", "zerolatency"), ("bf", "0"), ("aq-mode", "1"), ("x264-params", $"fps={Fraction(rate)}")]
                : [("preset", "medium"), ("aq-mode", "1")],
        },
        FoveationCodec.Hevc => new()
        {
            Encoder = "libx265", MatroskaId = "V_MPEGH/ISO/HEVC", Name = "H.265", UsualQuality = 25,
            // Without forced-idr, nobody could begin at a key frame that was asked for.
            Own = (isLive, rate) =>
            [
                ("preset", isLive ? "ultrafast" : "fast"), .. isLive ? new[] { ("tune", "zerolatency"), ("bf", "0"), ("forced-idr", "1") } : [],
                ("x265-params", $"log-level=none:aq-mode=2:aq-strength=1:open-gop=0:fps={Fraction(rate)}"),
            ],
        },
        FoveationCodec.Vp9 => new()
        {
            Encoder = "libvpx-vp9", MatroskaId = "V_VP9", Name = "VP9", UsualQuality = 33, MostLevels = 8, TakesThreeLimits = true,
            Own = (isLive, _) => [("deadline", "realtime"), ("cpu-used", isLive ? "7" : "5"), ("aq-mode", "0"), ("lag-in-frames", "0"), ("row-mt", "1")],
        },
        _ => throw new ArgumentOutOfRangeException(nameof(codec), codec, "It is no codec."),
    };

    /// <summary>The encoder's options, by name.</summary>
    /// <param name="format">What comes.</param>
    /// <param name="bitrate">Kilobits per second; null: as many as the quality takes.</param>
    /// <param name="quality">The quality; null: the usual one.</param>
    /// <param name="isSent">Whether it goes to others while it happens.</param>
    public IEnumerable<(string Name, string Value)> Options(EncodedVideoFormat format, double? bitrate, double? quality, bool isSent)
    {
        return
        [
            .. Own(format.IsLive, format.NominalRate),
            ("g", Number(Math.Max(1, Math.Round(format.NominalRate * KeyDistance(isSent).Seconds)))),
            .. bitrate is { } kilobits ? Rate(kilobits, format.IsLive) : Quality(quality ?? UsualQuality, isSent),
        ];
    }

    /// <summary>The same for a child, whose bitrate cannot follow what comes as that of <see cref="Libav.LibavEncoder"/> does.</summary>
    /// <remarks>Live, x264 is to share out a bitrate by the pictures' times, for which it holds each until the next comes.</remarks>
    public IEnumerable<(string Name, string Value)> ChildOptions(EncodedVideoFormat format, double? bitrate, double? quality, bool isSent) =>
        from option in Options(format, bitrate, quality, isSent)
        select option.Name == "x264-params" && bitrate is not null ? (option.Name, option.Value + ":force-cfr=0") : option;

    /// <summary>The time from one key frame to the next.</summary>
    /// <remarks>Whoever comes in the middle of what is sent waits for one; in a file they are where players can go to.</remarks>
    /// <param name="isSent">Whether it goes to others while it happens.</param>
    public static MediaTime KeyDistance(bool isSent) => MediaTime.FromMilliseconds(isSent ? 1_000 : 2_000);

    // Live, a second of video takes no longer than a second to send.
    private IEnumerable<(string Name, string Value)> Rate(double kilobits, bool isLive)
    {
        var bits = Number(kilobits * 1000);
        if (!isLive) return [("b", bits)];
        return TakesThreeLimits ? [("b", bits), ("minrate", bits), ("maxrate", bits), ("bufsize", bits)] : [("b", bits), ("maxrate", bits), ("bufsize", bits)];
    }

    private IEnumerable<(string Name, string Value)> Quality(double quality, bool isSent)
    {
        if (TakesThreeLimits) return [("crf", Number(quality)), ("b", isSent ? Number(MostSent * 1000) : "0")];
        var most = Number(MostSent * 1000);
        return isSent ? [("crf", Number(quality)), ("maxrate", most), ("bufsize", most)] : [("crf", Number(quality))];
    }

    // The rate of LibavEncoder's times, as a fraction: the encoder states in its stream what it is told here.
    private static string Fraction(double rate)
    {
        var (pictures, seconds) = FrameRates.Fraction(rate);
        return string.Create(CultureInfo.InvariantCulture, $"{pictures}/{seconds}");
    }

    private string Number(double value) => value.ToString(TakesThreeLimits ? "0" : "0.###", CultureInfo.InvariantCulture);
}
