using Grpc.Core;
using StavisLive.Server.Access;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds.Grpc;

/// <summary>Finds for calls what they need, or refuses them.</summary>
internal static class GrpcRequirements
{
    /// <summary>A place among those who follow feeds.</summary>
    /// <exception cref="RpcException">There is none.</exception>
    public static IDisposable Require(this ClientLimit clients) =>
        clients.Enter() ?? throw new RpcException(new Status(StatusCode.ResourceExhausted, ClientLimit.Refusal));

    /// <summary>The source of an id.</summary>
    /// <exception cref="RpcException">There is none that the caller may see.</exception>
    public static WatchedSource Require(this FeedSources sources, ServerCallContext context, string id) =>
        sources.Find(Caller.Of(context.GetHttpContext().User), id) ?? throw NoSource(id);

    /// <summary>No such source, or none that the caller may see.</summary>
    public static RpcException NoSource(string id) => new(new Status(StatusCode.NotFound, Problems.UnknownSource(id)));
}
