using StavisLive.Model.Native;

namespace StavisLive.Cli.Doctor;

/// <summary>libtorch: runs the network.</summary>
internal sealed class TorchCheck : ICheck
{
    public string Subject => "libtorch";

    public bool IsNeeded => true;

    public Task<Finding> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(Finding.Ok(Describe(TorchCapabilities.Find())));
        }
        catch (TorchUnavailableException e)
        {
            return Task.FromResult(Finding.Missing(e.Message));
        }
    }

    private static string Describe(TorchCapabilities can)
    {
        var cuda = can.CudaDevices switch
        {
            0 => "no CUDA device, so the network runs on the CPU",
            1 => "a CUDA device",
            var count => $"{count} CUDA devices",
        };
        var precision = can.HasBFloat16
            ? "the processor computes in bfloat16, twice to three times as fast as float32"
            : "the processor has no bfloat16, so float32 is used";
        var patched = can.IsPatched ? "; loaded as a copy patched for this system's older libstdc++" : "";
        return $"{cuda}; {precision}{patched}";
    }
}
