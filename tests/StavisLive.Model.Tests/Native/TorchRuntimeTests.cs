using StavisLive.Model.Native;
using TorchSharp;

namespace StavisLive.Model.Tests.Native;

public sealed class TorchRuntimeTests
{
    [Fact]
    public void EnsureLoaded_ManyThreads_TorchComputes()
    {
        Parallel.For(0, 8, _ => TorchRuntime.EnsureLoaded());

        using var ones = torch.ones(3);
        using var sum = ones.sum();
        Assert.Equal(3f, sum.item<float>());
    }

    [Fact]
    public void EnsureLoaded_LibraryOfThisProgram_IsLeftAsItIs()
    {
        TorchRuntime.EnsureLoaded();
        if (TorchRuntime.PatchedLibrary is not { } copy)
        {
            Assert.Skip("This system's libstdc++ is new enough: nothing is patched.");
            return;
        }

        var original = File.ReadAllBytes(NativeFolders.Find("libLibTorchSharp.so")!);
        var patched = File.ReadAllBytes(copy);

        Assert.Equal(original.Length, patched.Length);
        Assert.Equal(1, original.Zip(patched).Count(pair => pair.First != pair.Second));
        Assert.True(ElfVersionNeeds.MarkWeak(original, "libstdc++.so.6", "GLIBCXX_3.4.32"));
        Assert.Equal(original, patched);
    }

    [Fact]
    public void Threads_Unasked_AreAsOpenMpIsToldElseNoMoreThanProcessors()
    {
        var threads = TorchRuntime.Threads;

        if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is { Length: > 0 } told) Assert.Equal(told, $"{threads}");
        else Assert.InRange(threads, 1, Environment.ProcessorCount);
    }

    // What a container may use tells .NET as this variable does.
    [Theory]
    [InlineData(null)]
    [InlineData("2")]
    public Task Threads_FewerProcessorsThanCores_AreAsOpenMpIsToldElseNoMoreThanProcessors(string? told) => OwnProcess.PassesAsync(
        ["*.Threads_Unasked*"], ("DOTNET_PROCESSOR_COUNT", "1"), ("OMP_NUM_THREADS", told));

    [Fact]
    public void Preload_NoLibraryFound_LeavesItToTorchSharp() => Assert.Null(LinuxTorchLoader.Preload(_ => null));
}
