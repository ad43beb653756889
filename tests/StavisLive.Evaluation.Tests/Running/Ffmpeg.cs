using StavisLive.Media.Ffmpeg;

namespace StavisLive.Evaluation.Tests.Running;

/// <summary>Runs ffmpeg to make files for tests.</summary>
internal static class Ffmpeg
{
    public static async Task RunAsync(params IEnumerable<string> arguments)
    {
        var tools = await FfmpegTools.FindAsync(CancellationToken.None);
        await using var process = FfmpegProcess.Start(tools.Ffmpeg, ["-nostdin", "-hide_banner", "-loglevel", "error", "-y", .. arguments]);
        var code = await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(code == 0, $"ffmpeg {string.Join(' ', arguments)}: {process.Messages}");
    }
}
