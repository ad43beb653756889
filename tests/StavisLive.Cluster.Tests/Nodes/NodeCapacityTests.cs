using StavisLive.Cluster.Nodes;
using StavisLive.Core.Configuration;
using StavisLive.Core.Inference;

namespace StavisLive.Cluster.Tests.Nodes;

public class NodeCapacityTests
{
    private const double Processor = 15;
    private const double Card = 1600;

    [Theory]
    [InlineData(null, Card, Processor)]
    [InlineData(100.0, 100, Processor)]
    [InlineData(10.0, 10, 10)]
    public void Find_GraphicsCard_IsAlsoThatOfTheProcessorThatMayHaveToGoOn(double? said, double onCuda, double onProcessor) =>
        Assert.Equal(new NodeCapacity(onCuda, onProcessor), Find(said, isForCuda: true));

    [Theory]
    [InlineData(null, Processor)]
    [InlineData(100.0, 100)]
    public void Find_Processor_IsWhatWasSaidOrMeasured(double? said, double capacity) =>
        Assert.Equal(new NodeCapacity(capacity, capacity), Find(said, isForCuda: false));

    private static NodeCapacity Find(double? said, bool isForCuda)
    {
        var config = new StavisConfig
        {
            Model = new ModelConfig { Device = isForCuda ? ComputeDevice.Auto : ComputeDevice.Cpu },
            Cluster = new ClusterConfig { Capacity = said },
        };
        return NodeCapacity.Find(config, isForCuda, model => model.Device == ComputeDevice.Cpu ? Processor : Card);
    }
}
