using System.Globalization;
using StavisLive.Core.Sources;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Cli.Benchmarking;

/// <summary>A clip as a camera sends it, for who has none at hand: 720x480 at 30 frames per second, with a tone.</summary>
internal static class WallClip
{
    // A file that is repeated pauses where it begins again: it lasts longer than it is watched, by what may go by until it is.
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(9);

    // What is watched for longer than that is repeated all the same, and needn't be made for as long as it is measured.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Makes it.</summary>
    /// <param name="path">An .mp4 that isn't there yet.</param>
    /// <param name="watched">How long it is watched.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SourceException">ffmpeg cannot.</exception>
    public static async Task MakeAsync(string path, TimeSpan watched, CancellationToken cancellationToken)
    {
        var duration = watched + Reserve < Longest ? watched + Reserve : Longest;
        var tools = await FfmpegTools.FindAsync(cancellationToken);
        await using var child = FfmpegProcess.Start(
            tools.Ffmpeg,
            [
                "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=720x480:rate=30", "-f", "lavfi", "-i", "sine=frequency=441:sample_rate=48000",
                "-t", duration.TotalSeconds.ToString(CultureInfo.InvariantCulture), "-preset", "veryfast", "-g", "30", "-bf", "0", "-pix_fmt", "yuv420p", "-c:a", "aac", path,
            ]);
        if (await child.WaitForExitAsync(cancellationToken) != 0) throw new FfmpegException($"ffmpeg cannot make the clip {path}: {child.Messages}");
    }
}
