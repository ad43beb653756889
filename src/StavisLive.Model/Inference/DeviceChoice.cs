using System.Globalization;
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
    /// <exception cref="ArgumentException">There is no device of this name.</exception>
    public static DeviceChoice For(string wish) => For(wish, cuda.is_available() ? cuda.device_count() : 0);

    /// <summary>Chooses for a machine with so many CUDA devices.</summary>
    public static DeviceChoice For(string wish, int cudaDevices)
    {
        if (wish is "cpu" || (wish is "auto" && cudaDevices == 0)) return new(null, null);
        var number = wish is "auto" or "cuda" ? 0 : Number(wish);
        if (number < cudaDevices) return new(number, null);
        var found = cudaDevices == 0
            ? "no CUDA device is available (no NVIDIA driver, or a build without CUDA)"
            : $"the CUDA devices here are cuda:0 to cuda:{cudaDevices - 1}";
        return new(null, $"Device {wish} was asked for, but {found}: the network runs on the CPU.");
    }

    private static int Number(string wish) =>
        wish.StartsWith("cuda:", StringComparison.Ordinal)
        && int.TryParse(wish.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"Unknown device '{wish}': it is auto, cpu, cuda or cuda:N.");
}
