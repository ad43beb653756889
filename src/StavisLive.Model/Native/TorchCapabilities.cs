using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace StavisLive.Model.Native;

/// <summary>What libtorch finds on this machine.</summary>
/// <param name="IsPatched">Whether TorchSharp's library runs as a patched copy, because the system's libstdc++ is older.</param>
/// <param name="CudaDevices">Number of CUDA devices that can be used.</param>
/// <param name="HasBFloat16">Whether the processor computes in bfloat16 by itself; if not, it is far slower than float32.</param>
/// <param name="IsOneDnnSound">Whether oneDNN may be used; if not, it is misled by a processor whose caches a hypervisor hides, and the network several times slower.</param>
public sealed record TorchCapabilities(bool IsPatched, int CudaDevices, bool HasBFloat16, bool IsOneDnnSound)
{
    /// <summary>Loads libtorch, if it is not loaded, and looks.</summary>
    /// <exception cref="TorchUnavailableException">It cannot be loaded.</exception>
    public static TorchCapabilities Find()
    {
        TorchRuntime.EnsureLoaded();
        return new TorchCapabilities(
            TorchRuntime.PatchedLibrary is not null,
            cuda.is_available() ? cuda.device_count() : 0,
            ProcessorHasBFloat16(),
            TorchRuntime.IsOneDnnSound);
    }

    private static bool ProcessorHasBFloat16()
    {
        if (!X86Base.IsSupported) return false;
        // Structured extended features (Intel SDM, CPUID leaf 7): AVX512_BF16 is bit 5 of EAX in sub-leaf 1, AMX-BF16 bit 22
        // of EDX in sub-leaf 0. A processor without sub-leaf 1 answers zeros.
        const int ExtendedFeatures = 7;
        if (X86Base.CpuId(0, 0).Eax < ExtendedFeatures) return false;
        var avx512 = (X86Base.CpuId(ExtendedFeatures, 1).Eax & (1 << 5)) != 0;
        var amx = (X86Base.CpuId(ExtendedFeatures, 0).Edx & (1 << 22)) != 0;
        return avx512 || amx;
    }
}
