using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Dashboard;
using StavisLive.Cluster.Contracts;
using StavisLive.Server;
using StavisLive.Server.Access;

namespace StavisLive.Cluster.Api;

/// <summary>What a node's server answers beside what every server does.</summary>
internal static class ClusterEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Maps it: who there is and what runs where, and Orleans' own dashboard for operators.</summary>
    public static void MapCluster(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/cluster", StatusAsync).RequireAuthorization(Policies.WholeViewer).WithTags("Cluster").WithSummary("The cluster's nodes, and which source runs where");
        routes.MapOrleansDashboard("/orleans").RequireAuthorization(Policies.Operator).ExcludeFromDescription();
    }

    private static async Task<IResult> StatusAsync(IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return TypedResults.Ok(await grains.GetGrain<IWall>(IWall.Key).StatusAsync().WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (Failure.IsOthers(e))
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "The cluster does not answer at the moment; try again.");
        }
    }
}
