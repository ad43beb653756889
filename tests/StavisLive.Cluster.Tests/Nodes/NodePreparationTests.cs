using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Cluster.Nodes;
using StavisLive.Core.Configuration;
using StavisLive.Hosting.Streams;
using StavisLive.Testing;

namespace StavisLive.Cluster.Tests.Nodes;

public sealed class NodePreparationTests : IAsyncDisposable
{
    private static readonly NodeCapacity Capacity = new(OnCuda: 1600, OnProcessor: 15);

    private readonly StavisConfig _config = new();
    private readonly CenterPredictor _network = new();
    private readonly StreamManager _manager;
    private readonly NodeIdentity _identity;

    public NodePreparationTests()
    {
        _manager = new StreamManager(_ => _network, TimeProvider.System, NullLoggerFactory.Instance, sinks: null, options: null);
        _identity = new NodeIdentity(_config.Cluster, new StandInSilo(IPAddress.Loopback));
    }

    public ValueTask DisposeAsync() => _manager.DisposeAsync();

    [Fact]
    public async Task OpenAsync_DeviceThatFailsLater_TellsWhatTheProcessorGives()
    {
        _network.UsesCuda = true;
        var opening = OpenAsync();
        await Eventually.HoldsAsync(() => _identity.Capacity > 0);
        Assert.Equal((1600, true), (_identity.Capacity, _identity.HasCuda));

        _network.UsesCuda = false;

        await opening.WaitAsync(Eventually.Patience);
        Assert.Equal((15, false), (_identity.Capacity, _identity.HasCuda));
    }

    [Fact]
    public async Task OpenAsync_DeviceThatNeverWorked_IsNoneOfTheNodes()
    {
        await OpenAsync().WaitAsync(Eventually.Patience);

        Assert.Equal((15, false), (_identity.Capacity, _identity.HasCuda));
    }

    private Task OpenAsync()
    {
        var preparation = new NodePreparation(_config, _identity, _manager, TimeProvider.System, NullLogger<NodePreparation>.Instance);
        _manager.PrepareNetwork(_config.Model);
        return preparation.OpenAsync(Capacity, TestContext.Current.CancellationToken);
    }
}
