using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Model.Inference;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Inference.Precision;
using StavisLive.Model.Network;
using TorchSharp;

namespace StavisLive.Model.Tests.Inference;

public sealed class EngineChoiceTests : IDisposable
{
    private readonly DirectoryInfo _cache = Directory.CreateTempSubdirectory("stavis-cache-");

    public void Dispose() => _cache.Delete(recursive: true);

    // libtorch's real refusal: a driver that is found and a device that has no room end up in the same place.
    [Theory]
    [InlineData(InferencePrecision.Auto)]
    [InlineData(InferencePrecision.Fp32)]
    public void For_CudaDeviceThatDoesNotWork_SaysWhyInOneLineAndRunsOnTheCpu(InferencePrecision precision)
    {
        Assert.SkipWhen(torch.cuda.is_available(), "CUDA works here.");
        using var network = new StavisNetwork(new NetworkVariant(Depth: 10, Audiovisual: false));
        network.eval();

        var choice = EngineChoice.For(network, new DeviceChoice(CudaNumber: 0, Notice: null), precision, new PrecisionMemory(_cache.FullName), TimeProvider.System);

        using (choice.Engine)
        {
            Assert.Equal(DeviceType.CPU, choice.Device.type);
            Assert.StartsWith("The network cannot be set up on cuda:0 and runs on the CPU (the memory that it took there is free once the program ends): ", choice.Notices[0]);
            Assert.DoesNotContain('\n', choice.Notices[0]);
            TestContext.Current.TestOutputHelper!.WriteLine(choice.Notices[0]);
            using var inference = torch.inference_mode();
            using var scope = torch.NewDisposeScope();
            using var stream = new ProbeStream(0);
            Assert.Equal(SaliencyMap.Length, choice.Engine.Finish(choice.Engine.Begin([stream.Window])).numel());
        }
    }

    [Fact]
    public void For_WishThatWasNotMet_PassesTheReasonOn()
    {
        using var network = new StavisNetwork(new NetworkVariant(Depth: 10, Audiovisual: false));
        network.eval();

        var choice = EngineChoice.For(network, DeviceChoice.For(new ComputeDevice(ComputeDeviceKind.Cuda, 3), cudaDevices: 0), InferencePrecision.Fp32, new PrecisionMemory(_cache.FullName), TimeProvider.System);

        using (choice.Engine) Assert.Contains("cuda:3 was asked for", Assert.Single(choice.Notices));
    }
}
