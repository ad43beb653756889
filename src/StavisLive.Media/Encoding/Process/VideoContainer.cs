namespace StavisLive.Media.Encoding.Process;

/// <summary>A kind of file that a video can be written to.</summary>
/// <param name="Extension">With its dot.</param>
/// <param name="Muxer">ffmpeg's name for it.</param>
/// <param name="RobustArguments">What makes a file readable up to its last two seconds or so, whenever its writer dies.</param>
/// <param name="AudioArguments">The encoder for audio that cannot stay as it is.</param>
/// <param name="LiveArguments">What it needs where times may leap, since a live source was away, each time it is written.</param>
/// <param name="NeedsFinishing">Whether such a file should be rewritten at its end, so that players know its length and can seek.</param>
internal sealed record VideoContainer(
    string Extension,
    string Muxer,
    IReadOnlyList<string> RobustArguments,
    IReadOnlyList<string> AudioArguments,
    IReadOnlyList<string> LiveArguments,
    bool NeedsFinishing)
{
    // Audio that players expect in an mp4; the muxer would take more, but Opus, for one, would lose its last packet.
    private static readonly string[] Mp4Codecs = ["A_AAC", "A_MPEG/L3", "A_AC3", "A_EAC3"];

    private static readonly VideoContainer[] All =
    [
        // Pieces that stand for themselves, each begun by a key frame: of the track that begins one the muxer knows how long its last packet
        // lasts. If sound did, the picture after a pause would move to where that began, as it does where no picture comes for ten minutes:
        // longer ones are not to pile up in memory. The index before them waits for the first, because it holds how much of the first AAC
        // frame is to be skipped.
        new(".mp4", "mp4",
            ["-movflags", "+frag_keyframe+delay_moov+default_base_moof", "-frag_duration", "600000000"],
            ["-c:a", "aac"],
            // The muxer takes a leap of 2^31 ticks for a mistake, and puts all later pictures one tick behind each other. Milliseconds
            // allow for 24 days, where the encoder's 90 kHz would for 6.6 hours and Matroska's microseconds for 36 minutes; they move a
            // picture by half of one at most, as in an .mkv.
            ["-video_track_timescale", "1000"],
            NeedsFinishing: true),
        // Clusters of a second; a reader needs no index. Nothing in it says what to skip, so the audio has to begin exactly.
        new(".mkv", "matroska",
            ["-cluster_time_limit", "1000"],
            ["-c:a", "flac", "-sample_fmt", "s16"],
            [],
            NeedsFinishing: false),
    ];

    /// <summary>The container that a path's extension names; null where there is none.</summary>
    public static VideoContainer? Of(string path) =>
        All.FirstOrDefault(container => container.Extension.Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a source's encoded audio can stay as it is.</summary>
    /// <param name="codec">Matroska codec identifier.</param>
    public bool Takes(string codec) =>
        Muxer == "matroska" || Mp4Codecs.Any(known => codec == known || codec.StartsWith(known + "/", StringComparison.Ordinal));
}
