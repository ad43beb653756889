using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Streams;

/// <summary>What has to be done to get from one list of streams to another.</summary>
/// <param name="Stopped">Names of the streams that end: removed ones, and changed ones before they begin anew.</param>
/// <param name="Started">The streams that begin: added and changed ones.</param>
internal sealed record PlanChange(IReadOnlyList<string> Stopped, IReadOnlyList<StreamPlan> Started)
{
    /// <summary>Streams that say the same in both lists are in neither of the change's: they don't notice.</summary>
    public static PlanChange Between(IReadOnlyList<StreamPlan> before, IReadOnlyList<StreamPlan> after)
    {
        bool IsKept(StreamPlan plan, IReadOnlyList<StreamPlan> others) => others.Any(other => other.IsSameStream(plan));
        return new PlanChange(
            [.. before.Where(plan => !IsKept(plan, after)).Select(plan => plan.StreamName)],
            [.. after.Where(plan => !IsKept(plan, before))]);
    }
}
