using StavisLive.Core.Sessions;
using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Streams;

/// <summary>How a stream ended.</summary>
/// <param name="Plan">The stream.</param>
/// <param name="Outcome">Its summary and failures; null if it never began.</param>
/// <param name="Failure">Why it never began, or what broke it; null otherwise.</param>
public sealed record StreamEnd(StreamPlan Plan, SessionOutcome? Outcome, Exception? Failure)
{
    /// <summary>Whether everything asked for was done. An output that failed alone leaves the stream without a cause, but not successful.</summary>
    public bool Succeeded => Failure is null && Outcome is { Succeeded: true };

    /// <summary>What ended it before its time: a failure, or the source's breaking off; null where it came to its end or was stopped.</summary>
    public Exception? Cause => Failure ?? Outcome?.SourceFailure;
}
