using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Sources.Cameras;

namespace StavisLive.Cli.Doctor;

/// <summary>Cameras, and the right to open them.</summary>
internal sealed class CameraCheck : ICheck
{
    public string Subject => "cameras";

    public bool IsNeeded => false;

    public async Task<Finding> RunAsync(CancellationToken cancellationToken)
    {
        if (!CameraFinder.CanLook) return Finding.Ok("not listed on this system: try --camera 0");
        try
        {
            return Examine(await CameraFinder.FindAsync(cancellationToken));
        }
        catch (FfmpegException e)
        {
            return Finding.Ok($"not listed ({e.Message}): try --camera 0");
        }
    }

    private static Finding Examine(IReadOnlyList<CameraInfo> cameras)
    {
        if (cameras.Count == 0) return Finding.Warning("none was found", "plug one in, or load its driver; files, RTSP and --synthetic work without");
        var closed = cameras.Where(camera => !camera.IsPermitted).ToList();
        return closed.Count == 0
            ? Finding.Ok(string.Join(", ", cameras.Select(camera => $"{camera.Number} {camera.Name}")))
            : Finding.Warning($"you may not open {string.Join(", ", closed.Select(camera => camera.Path))}", "sudo usermod -aG video $USER, then log in again");
    }
}
