using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Hosting;
using StavisLive.Grpc.V1;
using StavisLive.Server.Access;

namespace StavisLive.Server.Feeds.Grpc;

/// <summary>The service <c>stavis.v1.Sources</c>.</summary>
[Authorize(Policies.Viewer)]
internal sealed class GrpcSources(FeedSources sources, ClientLimit clients, TimeProvider time, IHostApplicationLifetime lifetime)
    : StavisLive.Grpc.V1.Sources.SourcesBase
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    /// <inheritdoc />
    public override async Task<ListSourcesResponse> ListSources(ListSourcesRequest request, ServerCallContext context)
    {
        await sources.Remote.RefreshAsync(context.CancellationToken).ConfigureAwait(false);
        return List(context);
    }

    /// <inheritdoc />
    public override async Task WatchSources(WatchSourcesRequest request, IServerStreamWriter<ListSourcesResponse> responseStream, ServerCallContext context)
    {
        using var place = clients.Require();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(Interval, time);
        ListSourcesResponse? last = null;
        await sources.Remote.RefreshAsync(ending.Token).ConfigureAwait(false);
        do
        {
            var now = List(context);
            if (now.Equals(last)) continue;
            await responseStream.WriteAsync(now, ending.Token).ConfigureAwait(false);
            last = now;
        }
        while (await timer.WaitForNextTickAsync(ending.Token).ConfigureAwait(false));
    }

    private ListSourcesResponse List(ServerCallContext context) =>
        new() { Sources = { sources.Reports(Caller.Of(context.GetHttpContext().User)).Select(GrpcNames.ToMessage) } };
}
