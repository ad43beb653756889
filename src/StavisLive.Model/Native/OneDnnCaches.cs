using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace StavisLive.Model.Native;

/// <summary>The processor's caches as oneDNN sees them, by whose sizes it divides its work.</summary>
/// <remarks>
/// A hypervisor may hide them. On AMD's processors oneDNN up to 3.7, which libtorch 2.10 holds, then takes each for a single byte
/// (Xbyak::util::Cpu::setCacheHierarchy in its xbyak_util.h; mended in Xbyak 7.23, oneDNN 3.8), and some of its convolutions give wrong numbers or divide by zero.
/// There is no setting for it, so its note of them is corrected in memory.
/// </remarks>
internal static class OneDnnCaches
{
    // AMD64 Architecture Programmer's Manual, volume 3, appendix E: CPUID.
    private const int Extended = unchecked((int)0x80000000);
    private const int FirstLevel = unchecked((int)0x80000005);
    private const int OtherLevels = unchecked((int)0x80000006);
    private const int Topology = unchecked((int)0x8000001D);

    // Of Xbyak::util::Cpu: sizes in bytes of up to ten caches, how many cores share each, and how many caches there are. Three of one byte are to
    // be found nowhere else.
    private static readonly uint[] Misled = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 3];

    /// <summary>Whether oneDNN may be misled here: a processor of AMD's whose caches are hidden.</summary>
    public static bool AreHidden
    {
        get
        {
            // "AuthenticAMD"
            if (!X86Base.IsSupported || X86Base.CpuId(0, 0) is not { Ebx: 0x68747541, Edx: 0x69746e65, Ecx: 0x444d4163 }) return false;
            return (uint)X86Base.CpuId(Extended, 0).Eax < unchecked((uint)Topology) || (X86Base.CpuId(Topology, 0).Eax & 0x1F) == 0;
        }
    }

    /// <summary>Corrects what oneDNN has noted of hidden caches; when libtorch has been loaded, before anything is computed.</summary>
    /// <returns>Whether the wrong note was found. If not, nobody knows what oneDNN believes.</returns>
    public static unsafe bool TryCorrect()
    {
        MakeNote();
        foreach (var (address, length) in LibraryMemory.Writable(OperatingSystem.IsWindows() ? "torch_cpu.dll" : "libtorch_cpu.so"))
        {
            if (TryCorrect(new Span<uint>((void*)address, length / sizeof(uint)))) return true;
        }
        return false;
    }

    /// <summary>Corrects the note if it lies in this memory.</summary>
    /// <returns>Whether it does.</returns>
    internal static bool TryCorrect(Span<uint> memory)
    {
        var note = memory.IndexOf(Misled);
        if (note >= 0) Sizes().CopyTo(memory[note..]);
        return note >= 0;
    }

    // oneDNN looks at the processor when it is first used: a tensor in a layout of its own will do.
    private static void MakeNote()
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        using var script = jit.compile("""
            def use(x: Tensor) -> Tensor:
                return x.to_mkldnn().to_dense()

            """);
        script.invoke<Tensor>("use", zeros(1));
    }

    // What the processor says in the old way, which hypervisors leave alone; else, and for the third level, which is shared, what oneDNN by itself takes for common.
    private static uint[] Sizes()
    {
        var first = (uint)X86Base.CpuId(FirstLevel, 0).Ecx >> 24;
        var second = (uint)X86Base.CpuId(OtherLevels, 0).Ecx >> 16;
        return [(first == 0 ? 32 : first) * 1024, (second == 0 ? 512 : second) * 1024, 1024 * 1024];
    }
}
