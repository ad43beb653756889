using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Configuration;
using StavisLive.Core.Inference;
using StavisLive.Hosting.Composition;
using StavisLive.Model.Inference.Benchmarking;

namespace StavisLive.Hosting.Tests.Composition;

public sealed class MapCapacityTests : IDisposable
{
    private static readonly ModelConfig Model = new() { Threads = 2 };

    private readonly DirectoryInfo _cache = Directory.CreateTempSubdirectory("stavis-cache-");

    public void Dispose() => _cache.Delete(recursive: true);

    [Fact]
    public void Find_CardThatDidNotWork_IsMeasuredAgainAndOnlyThenRemembered()
    {
        Assert.Equal(14, Find("a", new Throughput(14, "CPU", UsesCuda: false)));
        Assert.Empty(_cache.GetFiles("*", SearchOption.AllDirectories));

        Assert.Equal(1600.1, Find("a", new Throughput(1600.12, "cuda:0", UsesCuda: true)));
        Assert.Equal(1600.1, Find("a", null));
        // Another card, or another part of one, is another number; and so is the processor's.
        Assert.Equal(400, Find("b", new Throughput(400, "cuda:0", UsesCuda: true)));
        Assert.Equal(15, Find(null, new Throughput(15, "CPU", UsesCuda: false)));
        Assert.Equal(15, Find(null, null));
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("cuda")]
    [InlineData("cuda:1")]
    public void KeyOf_CudaAskedForAndNotThere_IsThatOfTheProcessor(string device)
    {
        var model = new ModelConfig { Device = ComputeDevice.Parse(device)!.Value };
        var processor = new ModelConfig { Device = ComputeDevice.Cpu };

        Assert.NotEqual(MapCapacity.KeyOf(model, 2, cards: "a"), MapCapacity.KeyOf(model, 2, cards: null));
        Assert.Equal(MapCapacity.KeyOf(processor, 2, cards: null), MapCapacity.KeyOf(model, 2, cards: null));
    }

    [Fact]
    public void KeyOf_OtherThreadsThanBefore_IsAnother()
    {
        var unasked = new ModelConfig();
        var asked = new ModelConfig { Threads = 2 };

        Assert.NotEqual(MapCapacity.KeyOf(unasked, 1, cards: null), MapCapacity.KeyOf(unasked, 2, cards: null));
        Assert.Equal(MapCapacity.KeyOf(asked, 2, cards: null), MapCapacity.KeyOf(unasked, 2, cards: null));
    }

    private double Find(string? cards, Throughput? measured) =>
        MapCapacity.Find(Model, cards, _cache.FullName, () => measured ?? throw new InvalidOperationException("It is known already."), NullLogger.Instance);
}
