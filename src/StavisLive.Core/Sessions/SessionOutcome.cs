using StavisLive.Core.Sinks;

namespace StavisLive.Core.Sessions;

/// <summary>How a stream's run ended.</summary>
/// <param name="Summary">Counts and durations of the run.</param>
/// <param name="SourceFailure">What broke the source off; null at its regular end.</param>
/// <param name="SinkFailures">Outputs that failed, by name.</param>
public sealed record SessionOutcome(RunSummary Summary, Exception? SourceFailure, IReadOnlyDictionary<string, Exception> SinkFailures)
{
    /// <summary>Whether everything asked for was done.</summary>
    public bool Succeeded => SourceFailure is null && SinkFailures.Count == 0;
}
