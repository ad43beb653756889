using StavisLive.Server.Sources;

namespace StavisLive.Server.History;

/// <summary>Has every stream remembered.</summary>
/// <param name="queue">Takes what is to be remembered.</param>
internal sealed class HistoryObserverFactory(HistoryQueue queue) : IStreamObserverFactory
{
    /// <inheritdoc />
    public IStreamObserver Observe(WatchedSource source) => new HistoryObserver(source.Id, source.Plan?.Config.Source.Region, queue);
}
