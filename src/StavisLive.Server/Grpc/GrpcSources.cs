using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Hosting;
using StavisLive.Grpc.V1;
using StavisLive.Server.Access;
using StavisLive.Server.Feeds;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Grpc;

/// <summary>The service <c>stavis.v1.Sources</c>.</summary>
[Authorize(Policies.Viewer)]
internal sealed class GrpcSources(FeedSources sources, SourceList list, ClientLimit clients, TimeProvider time, IHostApplicationLifetime lifetime)
    : StavisLive.Grpc.V1.Sources.SourcesBase
{
    /// <inheritdoc />
    public override async Task<ListSourcesResponse> ListSources(ListSourcesRequest request, ServerCallContext context)
    {
        await sources.Remote.RefreshAsync(context.CancellationToken).ConfigureAwait(false);
        return ToMessage(sources.Reports(CallerOf(context)));
    }

    /// <inheritdoc />
    public override async Task WatchSources(WatchSourcesRequest request, IServerStreamWriter<ListSourcesResponse> responseStream, ServerCallContext context)
    {
        using var place = clients.Require();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(SourceList.Interval, time);
        ListSourcesResponse? last = null;
        await sources.Remote.RefreshAsync(ending.Token).ConfigureAwait(false);
        do
        {
            var now = ToMessage(list.Reports(CallerOf(context)));
            if (now.Equals(last)) continue;
            await responseStream.WriteAsync(now).ConfigureAwait(false);
            last = now;
        }
        while (await timer.WaitForNextTickAsync(ending.Token).ConfigureAwait(false));
    }

    private static Caller CallerOf(ServerCallContext context) => Caller.Of(context.GetHttpContext().User);

    private static ListSourcesResponse ToMessage(IReadOnlyList<SourceReport> reports) => new() { Sources = { reports.Select(GrpcNames.ToMessage) } };
}
