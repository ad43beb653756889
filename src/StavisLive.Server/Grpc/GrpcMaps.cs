using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Hosting;
using StavisLive.Grpc.V1;
using StavisLive.Server.Access;
using StavisLive.Server.Feeds;
using StavisLive.Server.Feeds.Following;
using StavisLive.Server.Feeds.Maps;
using MapFormat = StavisLive.Server.Feeds.Maps.MapFormat;

namespace StavisLive.Server.Grpc;

/// <summary>The service <c>stavis.v1.Maps</c>.</summary>
[Authorize(Policies.Viewer)]
internal sealed class GrpcMaps(FeedSources sources, SourceMaps maps, ClientLimit clients, TimeProvider time, IHostApplicationLifetime lifetime)
    : StavisLive.Grpc.V1.Maps.MapsBase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public override async Task SubscribeMaps(SubscribeMapsRequest request, IServerStreamWriter<StavisLive.Grpc.V1.MapMessage> responseStream, ServerCallContext context)
    {
        var (viewer, format) = (Viewer.Of(context.GetHttpContext()), FormatOf(request.Format));
        _ = sources.Require(viewer, request.Source);
        using var place = clients.Require(viewer.IsPassedOn);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var wanted = new MapRequest(request.Source, format, request.Pictures, request.Every, request.Newest && request.Pictures);
        await foreach (var map in maps.FollowAsync(wanted, viewer, ending.Token).ConfigureAwait(false))
        {
            // Who reads slowly always has a next one waiting. Writing takes no token: see StoppingInterceptor.
            ending.Token.ThrowIfCancellationRequested();
            await responseStream.WriteAsync(ToMessage(map, format)).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public override async Task<StavisLive.Grpc.V1.MapMessage> GetLatestMap(GetLatestMapRequest request, ServerCallContext context)
    {
        var (viewer, format) = (Viewer.Of(context.GetHttpContext()), FormatOf(request.Format));
        _ = sources.Require(viewer, request.Source);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await foreach (var map in maps.FollowAsync(new MapRequest(request.Source, format), viewer, patience.Token).ConfigureAwait(false)) return ToMessage(map, format);
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            // None came in time.
        }
        var state = sources.Reports(viewer.Caller).FirstOrDefault(source => source.Id == request.Source)?.State ?? "gone";
        throw new RpcException(new Status(StatusCode.NotFound, $"\"{request.Source}\" has no map at the moment: it is {state}."));
    }

    private static MapFormat FormatOf(StavisLive.Grpc.V1.MapFormat? wanted) => MapContract.FormatOf(wanted) ?? throw new RpcException(new Status(
        StatusCode.InvalidArgument, $"Maps have one of the encodings of the contract, and a width and height of 1 to {MapFormat.MostSide}."));

    private StavisLive.Grpc.V1.MapMessage ToMessage(FollowedMap followed, MapFormat format)
    {
        var message = MapContract.ToMessage(followed.Map, format, time.GetElapsedTime(followed.Map.Facts.CapturedAt));
        (message.Skipped, message.Holes) = (followed.Skipped, followed.Holes);
        return message;
    }
}
