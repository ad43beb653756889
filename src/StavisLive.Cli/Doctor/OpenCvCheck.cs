using StavisLive.Media.Diagnostics;

namespace StavisLive.Cli.Doctor;

/// <summary>OpenCV: reads cameras and pictures, paints overlays, shows windows.</summary>
internal sealed class OpenCvCheck : ICheck
{
    public string Subject => "OpenCV";

    // Files and streams are read, and maps, metrics and videos of plain pictures written, without it.
    public bool IsNeeded => false;

    public Task<Finding> RunAsync(CancellationToken cancellationToken) => Task.FromResult(OpenCv.Problem() is { } problem
        ? Finding.Warning($"no cameras, pictures, overlays or windows. {problem}")
        : Finding.Ok(OpenCv.Version!));
}
