using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Hosting;
using StavisLive.Grpc.V1;
using StavisLive.Server.Access;
using StavisLive.Server.Events;
using StavisLive.Server.Feeds;

namespace StavisLive.Server.Grpc;

/// <summary>The service <c>stavis.v1.Events</c>.</summary>
[Authorize(Policies.Viewer)]
internal sealed class GrpcEvents(FeedSources sources, ClientLimit clients, IHostApplicationLifetime lifetime) : StavisLive.Grpc.V1.Events.EventsBase
{
    /// <inheritdoc />
    public override async Task SubscribeEvents(SubscribeEventsRequest request, IServerStreamWriter<Event> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context.GetHttpContext().User);
        using var place = clients.Require();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        using var events = sources.Events.Subscribe(EventHub.CapacityToGoOn, request.HasAfter ? request.After : null);
        await foreach (var happened in events.ReadAllAsync(ending.Token).ConfigureAwait(false))
        {
            // Who reads slowly always has a next one waiting. Writing takes no token: see StoppingInterceptor.
            ending.Token.ThrowIfCancellationRequested();
            if (sources.CanSee(caller, happened)) await responseStream.WriteAsync(GrpcNames.ToMessage(happened)).ConfigureAwait(false);
        }
    }
}
