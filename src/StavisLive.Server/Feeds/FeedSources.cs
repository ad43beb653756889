using StavisLive.Server.Access;
using StavisLive.Server.Events;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds;

/// <summary>What there is to subscribe to, and who may see what of it.</summary>
/// <param name="Catalog">The sources.</param>
/// <param name="Channels">Their maps and pictures.</param>
/// <param name="Events">What happens.</param>
internal sealed record FeedSources(SourceCatalog Catalog, FeedChannels Channels, EventHub Events)
{
    /// <summary>The source of an id, if the caller may see it.</summary>
    public WatchedSource? Find(Caller caller, string id) => Catalog.Find(id) is { } source && caller.CanSee(source) ? source : null;

    /// <summary>Everything that is told of the sources that the caller may see.</summary>
    public IReadOnlyList<SourceReport> Reports(Caller caller) => [.. Catalog.Sources.Where(caller.CanSee).Select(source => source.Report())];

    /// <summary>Whether the caller may know of an event. What is told of a source that is gone, only those who see all may.</summary>
    public bool CanSee(Caller caller, AttentionEvent happened) => caller.Sources.Count == 0 || Find(caller, happened.Source) is not null;
}
