using Microsoft.Extensions.Time.Testing;
using StavisLive.Server.Nodes;

namespace StavisLive.Server.Tests.Nodes;

/// <summary>Connections to other machines: one each, as long as somebody needs it.</summary>
public sealed class NodeConnectionsTests : IDisposable
{
    private static readonly Uri One = new("http://127.0.0.1:1");
    private static readonly Uri Other = new("http://127.0.0.1:2");

    private readonly FakeTimeProvider _time = new();
    private readonly List<NotingHandler> _made = [];
    private readonly NodeConnections _connections;

    public NodeConnectionsTests() => _connections = new NodeConnections(
        _ =>
        {
            _made.Add(new NotingHandler());
            return _made[^1];
        },
        _time);

    public void Dispose() => _connections.Dispose();

    [Fact]
    public void Use_SameAddress_IsTheSameConnection()
    {
        using var one = _connections.Use(One);
        using var again = _connections.Use(new Uri("http://127.0.0.1:1/"));
        using var other = _connections.Use(Other);

        Assert.Same(one.Http, again.Http);
        Assert.NotSame(one.Http, other.Http);
        Assert.Equal(2, _made.Count);
    }

    [Fact]
    public void Use_LongAfterTheLastUse_HasClosedWhatNobodyUses()
    {
        _connections.Use(One).Dispose();
        using var used = _connections.Use(Other);

        _time.Advance(NodeConnections.KeptUnused - TimeSpan.FromSeconds(1));
        _connections.Use(One).Dispose();
        Assert.Equal(2, _connections.Count);

        _time.Advance(NodeConnections.KeptUnused);
        used.Dispose();
        _connections.Use(Other).Dispose();
        Assert.Equal((1, true, false), (_connections.Count, _made[0].IsDisposed, _made[1].IsDisposed));

        _connections.Dispose();
        Assert.All(_made, handler => Assert.True(handler.IsDisposed));
    }

    [Fact]
    public void Use_DisposedTwice_LeavesOnce()
    {
        using var stays = _connections.Use(One);
        var leaves = _connections.Use(One);
        leaves.Dispose();
        leaves.Dispose();

        _time.Advance(2 * NodeConnections.KeptUnused);
        _connections.Use(Other).Dispose();

        Assert.Equal((false, 2), (_made[0].IsDisposed, _connections.Count));
    }

    private sealed class NotingHandler : HttpMessageHandler
    {
        public bool IsDisposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(new HttpRequestException("Nobody is there."));

        protected override void Dispose(bool disposing) => IsDisposed = true;
    }
}
