using StavisLive.Core.Configuration;
using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Tests.Composition;

public sealed class MapCapacityTests
{
    [Theory]
    [InlineData("auto")]
    [InlineData("cuda")]
    [InlineData("cuda:1")]
    public void KeyOf_CudaAskedForAndNotThere_IsThatOfTheProcessor(string device)
    {
        var model = new ModelConfig { Device = ComputeDevice.Parse(device)!.Value };
        var processor = new ModelConfig { Device = ComputeDevice.Cpu };

        Assert.NotEqual(MapCapacity.KeyOf(model, isOnCuda: true), MapCapacity.KeyOf(model, isOnCuda: false));
        Assert.Equal(MapCapacity.KeyOf(processor, isOnCuda: false), MapCapacity.KeyOf(model, isOnCuda: false));
    }
}
