using StavisLive.Core.Sessions;
using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Streams;

/// <summary>How a stream of the run ended.</summary>
/// <param name="Plan">The stream.</param>
/// <param name="Outcome">What it came to; null if it never began.</param>
/// <param name="Failure">Why it never began, or what broke it; null otherwise.</param>
public sealed record StreamEnd(StreamPlan Plan, SessionOutcome? Outcome, Exception? Failure)
{
    /// <summary>Whether everything asked for was done.</summary>
    public bool Succeeded => Failure is null && Outcome is { Succeeded: true };
}
