using StavisLive.Media.Ffmpeg;

namespace StavisLive.Cli.Doctor;

/// <summary>ffmpeg: reads files and streams, encodes overlays.</summary>
internal sealed class FfmpegCheck : ICheck
{
    public string Subject => "ffmpeg";

    public bool IsNeeded => true;

    public async Task<Finding> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var tools = await FfmpegTools.FindAsync(cancellationToken);
            return Finding.Ok($"{tools.Version} ({tools.Ffmpeg})");
        }
        catch (FfmpegException e)
        {
            return Finding.Missing(e.Message);
        }
    }
}
