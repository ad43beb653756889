using StavisLive.Server.Access;
using StavisLive.Server.Events;
using StavisLive.Server.Sources;
using StavisLive.Server.Sources.Remote;

namespace StavisLive.Server.Feeds;

/// <summary>What there is to subscribe to, and who may see what of it.</summary>
/// <param name="Catalog">The sources of this machine.</param>
/// <param name="Remote">Those of other machines.</param>
/// <param name="Channels">Maps and pictures of this machine's.</param>
/// <param name="Events">What happens.</param>
internal sealed record FeedSources(SourceCatalog Catalog, IRemoteSources Remote, FeedChannels Channels, EventHub Events)
{
    /// <summary>The source of an id, if this machine watches it and the caller may see it.</summary>
    public WatchedSource? Find(Caller caller, string id) => Catalog.Find(id) is { } source && caller.CanSee(source.Name) ? source : null;

    /// <summary>The source of an id, if the cluster has it and the caller may see it.</summary>
    public RemoteSource? FindRemote(Caller caller, string id) => Remote.Find(id) is { } source && caller.CanSee(source.Name) ? source : null;

    /// <summary>Where the source of an id is to be had; null where there is none that the viewer may see.</summary>
    public SourcePlace? Locate(Viewer viewer, string id)
    {
        var here = Find(viewer.Caller, id);
        var there = viewer.IsPassedOn ? null : FindRemote(viewer.Caller, id);
        // What another machine has begun since ends here in a moment.
        if (here is not null && !(there?.Epoch > here.Epoch)) return new SourcePlace(here, null, here.Epoch);
        return there is null ? null : new SourcePlace(null, there.Address, there.Epoch);
    }

    /// <summary>Whether there is a source of that id, on whatever machine, that the caller may see.</summary>
    public bool Has(Caller caller, string id) => Find(caller, id) is not null || FindRemote(caller, id) is not null;

    /// <summary>Everything that is told of the sources that the caller may see, on all machines.</summary>
    public IReadOnlyList<SourceReport> Reports(Caller caller) => AllReports().For(caller);

    /// <summary>Everything that is told of all sources, on all machines.</summary>
    public AllReports AllReports() => new([.. Catalog.Sources.Select(source => source.Report())], Remote.Reports);

    /// <summary>Whether the caller may know of an event. What is told of a source that is gone, only those who see all may.</summary>
    public bool CanSee(Caller caller, AttentionEvent happened) => caller.Sources.Count == 0 || Has(caller, happened.Source);
}
