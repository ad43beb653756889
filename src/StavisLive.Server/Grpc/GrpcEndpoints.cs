using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using StavisLive.Server.Access;

namespace StavisLive.Server.Grpc;

/// <summary>The gRPC feeds of <c>proto/stavis/v1</c>, with reflection and health.</summary>
internal static class GrpcEndpoints
{
    // Adding a source is the largest thing that is asked for.
    private const int LargestRequest = 64 << 10;

    /// <summary>Adds what they need.</summary>
    public static void AddGrpcFeeds(this IServiceCollection services)
    {
        services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = LargestRequest;
            // Else every address of two parts would be taken for a service's.
            options.IgnoreUnknownServices = true;
            options.Interceptors.Add<StoppingInterceptor>();
        });
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks();
    }

    /// <summary>Maps them.</summary>
    public static void MapGrpcFeeds(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<GrpcSources>();
        routes.MapGrpcService<GrpcMaps>();
        routes.MapGrpcService<GrpcEvents>();
        routes.MapGrpcService<GrpcControl>();
        routes.MapGrpcReflectionService().RequireAuthorization(Policies.Viewer);
        routes.MapGrpcHealthChecksService().RequireAuthorization(Policies.Viewer);
    }
}
