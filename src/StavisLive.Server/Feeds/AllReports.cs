using StavisLive.Server.Access;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds;

/// <summary>What is told of all sources at one moment.</summary>
/// <param name="Here">By this machine, in the order in which they first came.</param>
/// <param name="Elsewhere">By the others.</param>
internal sealed record AllReports(IReadOnlyList<SourceReport> Here, IReadOnlyList<SourceReport> Elsewhere)
{
    /// <summary>What a caller may see of that, each source once.</summary>
    public IReadOnlyList<SourceReport> For(Caller caller)
    {
        var here = Here.Where(report => caller.CanSee(report.Name));
        if (Elsewhere.Count == 0) return [.. here];
        // While a source moves two machines may tell of it. By name, or it would change its place on every page then.
        return
        [
            .. here.Concat(Elsewhere.Where(report => caller.CanSee(report.Name)))
                .GroupBy(report => report.Id).Select(reports => reports.MaxBy(report => report.Epoch)!)
                .OrderBy(report => report.Name, StringComparer.Ordinal),
        ];
    }
}
