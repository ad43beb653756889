using StavisLive.Server.Sources;

namespace StavisLive.Server.Events.Detection;

/// <summary>Makes an <see cref="AttentionDetector"/> for each run of a stream.</summary>
/// <param name="events">Told what happens.</param>
/// <param name="time">The clock.</param>
internal sealed class AttentionDetectorFactory(EventHub events, TimeProvider time) : IStreamObserverFactory
{
    /// <inheritdoc />
    public IStreamObserver Observe(WatchedSource source) => new AttentionDetector(source, events, time);
}
