using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using StavisLive.Server.Kestrel;

namespace StavisLive.Server.Access;

/// <summary>Bounds what is under way for those who have shown no token: bodies that trickle in, answers that nobody reads.</summary>
/// <remarks>
/// There are as many places as connections, each of which has one request over HTTP/1.1: whoever speaks that, as many proxies do, never meets this
/// bound before that of connections. Over HTTP/2 a connection has hundreds, and keeps their answers until its client makes room for them. Whoever
/// writes more than 4 kB waits for that, and has its place meanwhile. Less is kept by Kestrel, which tells nobody when it is gone: so a connection
/// of HTTP/2 has a number of such requests in all, after which its client needs another one.
/// </remarks>
/// <param name="next">What follows.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told of those that were refused.</param>
internal sealed class StrangerLimit(RequestDelegate next, TimeProvider time, ILogger<StrangerLimit> log)
{
    /// <summary>Most requests without a token over one connection of HTTP/2.</summary>
    /// <remarks>The page asks for some thirty things before somebody logs in.</remarks>
    public const int MostOfConnection = 100;

    private readonly AddressShares _shares = new("Requests without a token", ServerLimits.MostConnections, ServerLimits.MostConnectionsOfOne, time, log);
    private readonly ConditionalWeakTable<IConnectionLifetimeNotificationFeature, StrongBox<int>> _asked = [];

    /// <summary>Lets a request through or refuses it.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.User.Identity?.IsAuthenticated == true) return next(context);
        if (IsOneOfFew(context) && _shares.TryEnter(context.Connection.RemoteIpAddress) is { } place) return AnswerAsync(context, place);
        // Without a sentence, which would be kept as well: an answer that is nothing but its head is over at once.
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        return Task.CompletedTask;
    }

    private async Task AnswerAsync(HttpContext context, IPAddress place)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            _shares.Leave(place);
        }
    }

    private bool IsOneOfFew(HttpContext context)
    {
        if (!HttpProtocol.IsHttp2(context.Request.Protocol) || context.Features.Get<IConnectionLifetimeNotificationFeature>() is not { } connection) return true;
        var asked = Interlocked.Increment(ref _asked.GetValue(connection, static _ => new StrongBox<int>()).Value);
        // Told early, clients go on over another connection before any of their requests is refused.
        if (asked == MostOfConnection / 2) connection.RequestClose();
        return asked <= MostOfConnection;
    }
}
