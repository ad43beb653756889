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

        Assert.NotEqual(MapCapacity.KeyOf(model, 2, isOnCuda: true), MapCapacity.KeyOf(model, 2, isOnCuda: false));
        Assert.Equal(MapCapacity.KeyOf(processor, 2, isOnCuda: false), MapCapacity.KeyOf(model, 2, isOnCuda: false));
    }

    [Fact]
    public void KeyOf_OtherThreadsThanBefore_IsAnother()
    {
        var unasked = new ModelConfig();
        var asked = new ModelConfig { Threads = 2 };

        Assert.NotEqual(MapCapacity.KeyOf(unasked, 1, isOnCuda: false), MapCapacity.KeyOf(unasked, 2, isOnCuda: false));
        Assert.Equal(MapCapacity.KeyOf(asked, 2, isOnCuda: false), MapCapacity.KeyOf(unasked, 2, isOnCuda: false));
    }
}
