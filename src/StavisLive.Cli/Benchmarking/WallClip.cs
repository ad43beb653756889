using StavisLive.Core.Sources;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Cli.Benchmarking;

/// <summary>A clip as a camera sends it, for who has none at hand: 720x480 at 30 frames per second, with a tone.</summary>
internal static class WallClip
{
    // Longer than a wall is watched: a file that is repeated pauses where it begins again.
    private const string Seconds = "35";

    /// <summary>Makes it.</summary>
    /// <param name="path">An .mp4 that isn't there yet.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SourceException">ffmpeg cannot.</exception>
    public static async Task MakeAsync(string path, CancellationToken cancellationToken)
    {
        var tools = await FfmpegTools.FindAsync(cancellationToken);
        await using var child = FfmpegProcess.Start(
            tools.Ffmpeg,
            [
                "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=720x480:rate=30", "-f", "lavfi", "-i", "sine=frequency=441:sample_rate=48000",
                "-t", Seconds, "-preset", "veryfast", "-g", "30", "-bf", "0", "-pix_fmt", "yuv420p", "-c:a", "aac", path,
            ]);
        if (await child.WaitForExitAsync(cancellationToken) != 0) throw new FfmpegException($"ffmpeg cannot make the clip {path}: {child.Messages}");
    }
}
