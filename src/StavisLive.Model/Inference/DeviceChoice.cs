using StavisLive.Core.Inference;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference;

/// <summary>Chooses the device of this machine for a wish such as <c>cuda:1</c>.</summary>
/// <param name="CudaNumber">Number of the CUDA device; null for the CPU.</param>
/// <param name="Notice">A sentence for people where the wish could not be met; else null.</param>
internal sealed record DeviceChoice(int? CudaNumber, string? Notice)
{
    /// <summary>Whether it is a CUDA device.</summary>
    public bool IsCuda => CudaNumber is not null;

    /// <summary>Chooses for this machine.</summary>
    public static DeviceChoice For(ComputeDevice wish) => For(wish, () => cuda.is_available() ? cuda.device_count() : 0);

    /// <summary>Chooses, and counts CUDA devices only where one may be chosen: counting starts CUDA, which takes long on some machines.</summary>
    public static DeviceChoice For(ComputeDevice wish, Func<int> cudaDevices) => For(wish, wish == ComputeDevice.Cpu ? 0 : cudaDevices());

    /// <summary>Chooses for a machine with so many CUDA devices.</summary>
    public static DeviceChoice For(ComputeDevice wish, int cudaDevices)
    {
        if (wish == ComputeDevice.Cpu || (wish == ComputeDevice.Auto && cudaDevices == 0)) return new(null, null);
        var number = wish.Number ?? 0;
        if (number < cudaDevices) return new(number, null);
        var found = cudaDevices == 0
            ? "no CUDA device is available (no NVIDIA driver, or a build without CUDA)"
            : $"the CUDA devices here are cuda:0 to cuda:{cudaDevices - 1}";
        return new(null, $"Device {wish} was asked for, but {found}: the network runs on the CPU.");
    }
}
