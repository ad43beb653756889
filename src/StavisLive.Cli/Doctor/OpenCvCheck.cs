using StavisLive.Media.Diagnostics;

namespace StavisLive.Cli.Doctor;

/// <summary>OpenCV: reads cameras and pictures, paints overlays, shows windows.</summary>
internal sealed class OpenCvCheck : ICheck
{
    public string Subject => "OpenCV";

    public bool IsNeeded => true;

    public Task<Finding> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(Finding.Ok(OpenCv.Load()));
        }
        catch (DllNotFoundException e)
        {
            return Task.FromResult(Finding.Missing(e.Message));
        }
    }
}
