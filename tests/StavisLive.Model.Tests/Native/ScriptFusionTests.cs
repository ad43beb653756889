using System.Runtime.InteropServices;
using StavisLive.Model.Native;

namespace StavisLive.Model.Tests.Native;

public sealed unsafe class ScriptFusionTests
{
    [Fact]
    public void EnsureLoaded_LeavesTheCompilerForGraphicsProcessorsOut()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the function has another name.");
        TorchRuntime.EnsureLoaded();

        // bool torch::jit::canFuseOnGPU(), true by itself.
        var canFuse = (delegate* unmanaged<byte>)NativeLibrary.GetExport(NativeLibrary.Load("libtorch_cpu.so"), "_ZN5torch3jit12canFuseOnGPUEv");
        Assert.Equal(0, canFuse());
    }
}
