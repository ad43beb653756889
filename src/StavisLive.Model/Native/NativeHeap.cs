using System.Runtime.InteropServices;

namespace StavisLive.Model.Native;

/// <summary>The C library's heap, where libtorch's tensors lie.</summary>
internal static partial class NativeHeap
{
    // From glibc's malloc.h.
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;

    // The most that glibc takes: larger blocks than a step's are mapped, and given back, by themselves.
    private const int LargestInHeap = 32 << 20;

    // Several times what a step frees at once.
    private const int KeptFree = 256 << 20;

    /// <summary>Keeps what a step frees for the next one. On Linux, where libtorch needs GNU's C library.</summary>
    /// <remarks>
    /// By itself that gives memory back from its heaps' upper ends, and the system clears each page when the next step touches it: some 4,000
    /// pages a step where whole windows are computed, a fourteenth of the processors' time with eight sources on two cores.
    /// </remarks>
    public static void KeepFreed()
    {
        _ = mallopt(MapThreshold, LargestInHeap);
        _ = mallopt(TrimThreshold, KeptFree);
    }

    [LibraryImport("libc.so.6")]
    private static partial int mallopt(int parameter, int value);
}
