using System.Runtime.CompilerServices;
using StavisLive.Model.Native;

namespace StavisLive.Model.Tests;

internal static class TorchLoading
{
    // A test that makes a tensor before any network would have TorchSharp look for libtorch by itself, and fail on older systems.
    [ModuleInitializer]
    internal static void Load() => TorchRuntime.EnsureLoaded();
}
