using Microsoft.Extensions.Logging;
using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Streams;

/// <summary>What all streams share; borrowed by each.</summary>
/// <param name="Network">The network.</param>
/// <param name="Files">Keeps what earlier streams have written.</param>
/// <param name="Sinks">Outputs of the embedding program's own.</param>
/// <param name="EndsWithOutputs">Whether a stream ends when all of its outputs have failed.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logs">Where everybody logs to.</param>
internal sealed record StreamSurroundings(
    SharedNetwork Network, OutputRotation Files, IReadOnlyList<ISinkProvider> Sinks, bool EndsWithOutputs, TimeProvider Time, ILoggerFactory Logs);
