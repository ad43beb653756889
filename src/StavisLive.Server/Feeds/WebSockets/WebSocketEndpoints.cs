using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Server.Access;
using StavisLive.Server.Feeds.Following;

namespace StavisLive.Server.Feeds.WebSockets;

/// <summary>The WebSocket feed.</summary>
internal static class WebSocketEndpoints
{
    // Over HTTP/1.1, and over HTTP/2 (RFC 8441), which browsers take where there is a certificate.
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Connect];

    /// <summary>Maps it.</summary>
    public static void MapWebSocketFeed(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/api/ws", Methods, ServeAsync).RequireAuthorization(Policies.Viewer).ExcludeFromDescription();

    private static async Task ServeAsync(
        HttpContext context, FeedSources sources, SourceList list, SourceMaps maps, ClientLimit clients, TimeProvider time,
        IHostApplicationLifetime lifetime, ILogger<ClientSession> log)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, "This is a WebSocket; docs/guides/feeds.md tells what to say to it.").ConfigureAwait(false);
            return;
        }
        using var place = clients.Enter();
        if (place is null)
        {
            await Problems.WriteAsync(context, StatusCodes.Status429TooManyRequests, ClientLimit.Refusal).ConfigureAwait(false);
            return;
        }
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
            using var client = new ClientSocket(socket, ending.Token);
            await new ClientSession(client, Viewer.Of(context), sources, list, maps, time, log).RunAsync(ending.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            // The client is gone, or the program ends: the connection ends with the request.
        }
    }
}
