using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Server.Access;
using StavisLive.Server.Events;
using StavisLive.Server.Feeds;
using StavisLive.Server.Tests.Sources.Remote;

namespace StavisLive.Server.Tests.Feeds;

public sealed class SourceListTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly FedStreams _streams = new();
    private readonly TestCluster _cluster = new();
    private readonly FeedSources _sources;
    private readonly SourceList _list;

    public SourceListTests()
    {
        var channels = new FeedChannels(new ServeConfig(), _time, NullLogger<FeedChannels>.Instance);
        _sources = new FeedSources(_streams.Catalog, _cluster, channels, new EventHub(_time));
        _list = new SourceList(_sources, _time);
        _cluster.Put("hall", null);
        _cluster.Put("yard", null);
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _streams.DisposeAsync();

    [Fact]
    public void Json_ManyLookAtTheSameTime_IsMadeOnceAndSoonAnew()
    {
        var first = _list.Json(Caller.Local);
        _cluster.Put("attic", null);

        Assert.Same(first, _list.Json(Caller.Local));
        _time.Advance(SourceList.Interval);
        Assert.Equal(["attic", "hall", "yard"], Ids(_list.Json(Caller.Local)));
    }

    [Fact]
    public void Json_CallerOfSomeSources_HasNoOthers()
    {
        _list.Json(Caller.Local);

        var guard = new Caller("guard", AccessRole.Viewer, ["yard"]);

        Assert.Equal(["yard"], Ids(_list.Json(guard)));
        Assert.Equal(["yard"], _list.Reports(guard).Select(report => report.Id));
    }

    [Theory]
    [InlineData("Front hall")]
    [InlineData("front.hall")]
    public void Reports_TwoSourcesOfOneId_AreThoseThatTheCallerMaySee(string name)
    {
        _streams.Catalog.GetOrAdd(_streams.Start("Front hall").Name);
        _cluster.Put("front-hall", null, name: "front.hall");
        var guard = new Caller("guard", AccessRole.Viewer, [name]);

        Assert.Equal([name], _list.Reports(guard).Select(report => report.Name));
        Assert.Equal([name], _sources.Reports(guard).Select(report => report.Name));
        Assert.Equal(_sources.Reports(Caller.Local).Select(report => report.Name), _list.Reports(Caller.Local).Select(report => report.Name));
    }

    private static IEnumerable<string?> Ids(byte[] json) =>
        JsonSerializer.Deserialize<JsonElement>(json).EnumerateArray().Select(source => source.GetProperty("id").GetString());
}
