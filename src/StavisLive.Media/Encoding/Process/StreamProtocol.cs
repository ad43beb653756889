using StavisLive.Core.Configuration.Outputs;

namespace StavisLive.Media.Encoding.Process;

/// <summary>A way in which a video is sent to others.</summary>
/// <param name="Scheme">What its addresses begin with, before the colon; empty for a camera.</param>
/// <param name="Muxer">ffmpeg's name for what is sent.</param>
/// <param name="Arguments">What it needs beside.</param>
internal sealed record StreamProtocol(string Scheme, string Muxer, IReadOnlyList<string> Arguments)
{
    // Viewers that come in the middle know nothing of the first key frame's headers: each has them.
    private static readonly string[] Headers = ["-bsf:v", "dump_extra=freq=keyframe"];

    // Ten seconds without an answer are too many, and nobody else would tell.
    private static readonly string[] Patience = ["-rw_timeout", "10000000"];

    private static readonly StreamProtocol[] All =
    [
        new("rtsp", "rtsp", ["-rtsp_transport", "tcp", .. Headers]),
        new("rtsps", "rtsp", ["-rtsp_transport", "tcp", .. Headers]),
        new("rtmp", "flv", ["-flvflags", "no_duration_filesize", .. Patience]),
        new("rtmps", "flv", ["-flvflags", "no_duration_filesize", .. Patience]),
        new("srt", "mpegts", Headers),
        // Seven packets of a transport stream: what fits into one of the network.
        new("udp", "mpegts", ["-pkt_size", "1316", .. Headers]),
        new("", "v4l2", []),
    ];

    /// <summary>Whether it is a loopback camera.</summary>
    public bool IsCamera => Scheme.Length == 0;

    /// <summary>Whether it carries what a codec makes, in every ffmpeg that the program works with.</summary>
    public bool Takes(FoveationCodec codec) => codec switch
    {
        FoveationCodec.H264 => true,
        FoveationCodec.Hevc => Muxer is not "flv",
        _ => Muxer is "rtsp",
    };

    /// <summary>The way that goes with an address.</summary>
    /// <param name="address">One of <c>outputs.restream</c>, or a path.</param>
    public static StreamProtocol Of(string address) => Find(address)!;

    /// <summary>The same; null where there is none.</summary>
    public static StreamProtocol? Find(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal) is > 0 and var end ? address[..end] : "";
        return All.FirstOrDefault(protocol => protocol.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase));
    }
}
