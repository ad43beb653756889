using StavisLive.Core.Sinks;

namespace StavisLive.Hosting.Composition;

/// <summary>Gives streams outputs of the embedding program's own, beside those that their configuration names.</summary>
/// <remarks>
/// For what belongs to a stream as its files do: it is opened before the first frame, gets every result (live: as many as it is
/// quick enough for), is completed with the run's summary, and its failure is told with the stream's end. Registered as a service,
/// as often as there are such outputs.
/// </remarks>
public interface ISinkProvider
{
    /// <summary>New sinks for a stream that is about to begin; it owns them. What this throws is the stream's failure.</summary>
    IEnumerable<ISink> CreateSinks(StreamPlan plan);
}
