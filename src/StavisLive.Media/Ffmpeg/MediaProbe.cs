using System.Text.Json;

namespace StavisLive.Media.Ffmpeg;

/// <summary>What a media file holds, as ffprobe sees it.</summary>
/// <param name="Video">The picture stream that a player would choose; null where there is none. Attached pictures (cover art) are none.</param>
/// <param name="Audio">The audio stream that a player would choose; null where there is none.</param>
internal sealed record MediaProbe(VideoProbe? Video, AudioProbe? Audio)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Looks into a file.</summary>
    /// <param name="tools">The installation.</param>
    /// <param name="input">ffmpeg's arguments that name the input, the last one being its name.</param>
    /// <param name="cancellationToken">Ends ffprobe.</param>
    /// <exception cref="FfmpegException">It cannot be read; the message is ffprobe's own.</exception>
    public static async Task<MediaProbe> ReadAsync(
        FfmpegTools tools, IReadOnlyList<string> input, CancellationToken cancellationToken)
    {
        await using var process = FfmpegProcess.Start(
            tools.Ffprobe, ["-v", "error", "-of", "json", "-show_streams", "-show_format", .. input], input[^1]);
        await using var registration = cancellationToken.Register(process.Kill).ConfigureAwait(false);
        using var reader = new StreamReader(process.Output);
        var text = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        var code = await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (code != 0) throw new FfmpegException(process.Reason);
        return Parse(text);
    }

    /// <summary>Understands ffprobe's JSON.</summary>
    internal static MediaProbe Parse(string json)
    {
        var document = JsonSerializer.Deserialize<ProbeDocument>(json, Json) ?? new ProbeDocument();
        var videos = document.Streams.Where(stream => stream.CodecType == "video" && !stream.Is("attached_pic")).ToArray();
        var video = videos.FirstOrDefault(stream => stream.Is("default")) ?? videos.FirstOrDefault();
        var audio = document.Streams.Where(stream => stream.CodecType == "audio").ToArray();
        var heard = audio.FirstOrDefault(stream => stream.Is("default")) ?? audio.FirstOrDefault();
        return new MediaProbe(
            video is null ? null : VideoProbe.From(video, document.Format),
            heard is null ? null : AudioProbe.From(heard));
    }
}
