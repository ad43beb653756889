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
            var can = TorchCapabilities.Find();
            return Task.FromResult(can.IsOneDnnSound ? Finding.Ok(Describe(can)) : Finding.Warning(
                "the hypervisor hides the processor's caches, which misleads oneDNN: it is turned off, and the network several times slower",
                "let the guest see the caches as they are (QEMU: -cpu host,host-cache-info=on)"));
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
