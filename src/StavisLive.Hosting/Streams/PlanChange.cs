using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Streams;

/// <summary>What has to be done to get from one list of streams to another.</summary>
/// <param name="Stopped">Names of the streams that end: removed ones, and changed ones before they begin anew.</param>
/// <param name="Started">The streams that begin: added and changed ones.</param>
/// <param name="Kept">The others, as they are now: they ask for the same stream as before, which doesn't notice.</param>
internal sealed record PlanChange(IReadOnlyList<string> Stopped, IReadOnlyList<StreamPlan> Started, IReadOnlyList<StreamPlan> Kept)
{
    /// <summary>What leads from one list to another.</summary>
    public static PlanChange Between(IReadOnlyList<StreamPlan> before, IReadOnlyList<StreamPlan> after)
    {
        var earlier = before.ToDictionary(plan => plan.StreamName);
        var kept = after.Where(plan => earlier.TryGetValue(plan.StreamName, out var other) && other.IsSameStream(plan)).Select(plan => plan.StreamName).ToHashSet();
        return new PlanChange(
            [.. before.Select(plan => plan.StreamName).Where(name => !kept.Contains(name))],
            [.. after.Where(plan => !kept.Contains(plan.StreamName))],
            [.. after.Where(plan => kept.Contains(plan.StreamName))]);
    }
}
