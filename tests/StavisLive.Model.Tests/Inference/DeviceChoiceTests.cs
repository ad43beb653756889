using StavisLive.Core.Inference;
using StavisLive.Model.Inference;

namespace StavisLive.Model.Tests.Inference;

public sealed class DeviceChoiceTests
{
    [Theory]
    [InlineData("auto", 0, null)]
    [InlineData("auto", 2, 0)]
    [InlineData("cpu", 2, null)]
    [InlineData("cuda", 1, 0)]
    [InlineData("cuda:1", 2, 1)]
    public void For_DeviceThatIsThere_TakesItWithoutAWord(string wish, int cudaDevices, int? expected)
    {
        var choice = DeviceChoice.For(ComputeDevice.Parse(wish)!.Value, cudaDevices);

        Assert.Null(choice.Notice);
        Assert.Equal(expected, choice.CudaNumber);
    }

    [Fact]
    public void For_Processor_DoesNotLookForCuda()
    {
        Assert.False(DeviceChoice.For(ComputeDevice.Cpu, () => throw new InvalidOperationException("CUDA was started.")).IsCuda);
        Assert.Equal(1, DeviceChoice.For(new ComputeDevice(ComputeDeviceKind.Cuda, 1), () => 2).CudaNumber);
    }

    [Theory]
    [InlineData("cuda", 0, "no CUDA device is available")]
    [InlineData("cuda:0", 0, "no CUDA device is available")]
    [InlineData("cuda:2", 2, "cuda:0 to cuda:1")]
    public void For_CudaThatIsMissing_FallsBackAndSaysWhy(string wish, int cudaDevices, string reason)
    {
        var choice = DeviceChoice.For(ComputeDevice.Parse(wish)!.Value, cudaDevices);

        Assert.False(choice.IsCuda);
        Assert.Contains(reason, choice.Notice);
        Assert.Contains("runs on the CPU", choice.Notice);
    }
}
