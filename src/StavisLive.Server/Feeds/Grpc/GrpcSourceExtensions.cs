using Grpc.Core;
using StavisLive.Server.Access;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds.Grpc;

/// <summary>Finds sources for calls.</summary>
internal static class GrpcSourceExtensions
{
    /// <summary>The source of an id.</summary>
    /// <exception cref="RpcException">There is none that the caller may see.</exception>
    public static SourceMonitor Require(this FeedSources sources, ServerCallContext context, string id) =>
        sources.Find(Caller.Of(context.GetHttpContext().User), id) ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no source \"{id}\"."));
}
