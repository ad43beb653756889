using Grpc.Core;
using StavisLive.Server.Feeds;

namespace StavisLive.Server.Grpc;

/// <summary>Finds for calls what they need, or refuses them.</summary>
internal static class GrpcRequirements
{
    /// <summary>A place among those who follow feeds.</summary>
    /// <exception cref="RpcException">There is none.</exception>
    public static IDisposable Require(this ClientLimit clients, bool isPassedOn = false) =>
        clients.Enter(isPassedOn) ?? throw new RpcException(new Status(StatusCode.ResourceExhausted, ClientLimit.Refusal));

    /// <summary>Where the source of an id is to be had.</summary>
    /// <exception cref="RpcException">There is none that the viewer may see.</exception>
    public static SourcePlace Require(this FeedSources sources, Viewer viewer, string id) => sources.Locate(viewer, id) ?? throw NoSource(id);

    /// <summary>No such source, or none that the caller may see.</summary>
    public static RpcException NoSource(string id) => new(new Status(StatusCode.NotFound, Problems.UnknownSource(id)));
}
