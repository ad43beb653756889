using System.Globalization;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Synchronization;

/// <summary>Makes a clip that flashes and beeps at the same moments, to measure sync by.</summary>
/// <remarks>
/// Every twelve seconds five of them at distances that are all different, so that whatever the offset is, within seconds each
/// beep fits one flash only.
/// </remarks>
internal static class SyncClip
{
    /// <summary>When the flashes of a cycle begin, in seconds; all lie on the clip's pictures.</summary>
    public static IReadOnlyList<double> Beginnings { get; } = [0.8, 2.8, 5.4, 6.8, 10.0];

    /// <summary>Seconds until it begins anew.</summary>
    public const double Cycle = 12;

    // Long enough for a camera of 10 pictures a second to see; at 50 a second 6 pictures.
    private const double Length = 0.12;

    /// <summary>Writes the clip: H.264 and AAC, 640x360 at 50 pictures a second.</summary>
    /// <param name="tools">The ffmpeg to use.</param>
    /// <param name="path">Where to; a file that is there is replaced. Its name's ending says what kind it becomes.</param>
    /// <param name="seconds">Its length.</param>
    /// <param name="cancellationToken">Ends the ffmpeg before its time.</param>
    /// <exception cref="FfmpegException">It cannot be written.</exception>
    public static async Task MakeAsync(FfmpegTools tools, string path, double seconds, CancellationToken cancellationToken)
    {
        var length = seconds.ToString(CultureInfo.InvariantCulture);
        await using var process = FfmpegProcess.Start(tools.Ffmpeg,
        [
            "-nostdin", "-hide_banner", "-loglevel", "error", "-y",
            "-f", "lavfi", "-i", $"color=black:size=640x360:rate=50,drawbox=color=white:thickness=fill:enable='{On()}'",
            "-f", "lavfi", "-i", $"aevalsrc='0.5*sin(2*PI*1000*t)*({On()})':sample_rate=48000",
            "-t", length, "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "50", "-c:a", "aac", "-b:a", "128k", LocalFile.Name(path),
        ]);
        if (await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false) != 0)
            throw new FfmpegException($"{path} cannot be written; ffmpeg says: {process.Reason}.");
    }

    // ffmpeg's expression for "now": 1 in a flash, 0 between them.
    private static string On() => string.Join('+', Beginnings.Select(begin => string.Create(
        CultureInfo.InvariantCulture, $"gte(mod(t,{Cycle}),{begin})*lt(mod(t,{Cycle}),{begin + Length:0.###})")));
}
