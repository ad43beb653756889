namespace StavisLive.Media.Ffmpeg;

/// <summary>A file's audio stream.</summary>
/// <param name="Index">Its number in the file.</param>
/// <param name="Codec">ffmpeg's name of its codec.</param>
/// <param name="FitsMatroska">Whether its packets can be passed on in a Matroska stream as they are.</param>
internal sealed record AudioProbe(int Index, string Codec, bool FitsMatroska)
{
    // Each of these was seen to pass through ffmpeg's Matroska writer to a pipe and back.
    private static readonly HashSet<string> MatroskaCodecs =
    [
        "ac3", "adpcm_g722", "adpcm_g726", "adpcm_ima_wav", "adpcm_ms", "alac", "dts", "eac3", "flac", "mp2", "mp3", "opus",
        "pcm_alaw", "pcm_f32le", "pcm_f64le", "pcm_mulaw", "pcm_s16be", "pcm_s16le", "pcm_s24le", "pcm_u8", "speex", "truehd",
        "tta", "vorbis", "wavpack", "wmav2",
    ];

    internal static AudioProbe From(ProbeStream stream) => new(
        stream.Index,
        stream.CodecName,
        // AAC without a header of its own (in MPEG-TS) carries its set-up in each packet; Matroska wants it beforehand.
        MatroskaCodecs.Contains(stream.CodecName) || (stream.CodecName == "aac" && stream.ExtradataSize > 0));
}
