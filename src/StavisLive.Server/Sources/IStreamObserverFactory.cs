namespace StavisLive.Server.Sources;

/// <summary>Makes an observer for each run of a stream. Registered as a service, as often as there are kinds of observers.</summary>
internal interface IStreamObserverFactory
{
    /// <summary>A new observer; whoever asks disposes it when the stream has ended.</summary>
    IStreamObserver Observe(WatchedSource source);
}
