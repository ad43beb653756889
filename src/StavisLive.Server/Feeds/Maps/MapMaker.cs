using StavisLive.Core.Sinks;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds.Maps;

/// <summary>Makes messages of every map of a source.</summary>
internal sealed class MapMaker(WatchedSource source, TimeProvider time) : IFeedMaker<MapMessage>
{
    /// <inheritdoc />
    public FeedContent Content => FeedContent.Results;

    /// <inheritdoc />
    public MapMessage Make(SaliencyResult result, long epoch)
    {
        var sample = AttentionSample.Of(result, time.GetUtcNow());
        return new MapMessage(MapFacts.Of(source.Id, epoch, result, sample), result.Map.Values.ToArray());
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
