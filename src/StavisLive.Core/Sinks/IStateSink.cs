using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Core.Sinks;

/// <summary>A sink that shows how its live source is doing, also while no results come.</summary>
public interface IStateSink : ISink
{
    /// <summary>Takes a change of the source's state; the first one is the state at the beginning.</summary>
    ValueTask WriteAsync(SourceStateChange change, CancellationToken cancellationToken);

    /// <summary>Takes a change of the source's audio. A sink that does not show it need not.</summary>
    ValueTask WriteAsync(AudioChange change, CancellationToken cancellationToken) => default;
}
