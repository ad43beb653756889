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
        var earlier = before.ToDictionary(plan => plan.StreamName);
        var kept = after.Where(plan => earlier.TryGetValue(plan.StreamName, out var other) && other.IsSameStream(plan)).Select(plan => plan.StreamName).ToHashSet();
        return new PlanChange(
            [.. before.Select(plan => plan.StreamName).Where(name => !kept.Contains(name))],
            [.. after.Where(plan => !kept.Contains(plan.StreamName))]);
    }
}
