using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using StavisLive.Server.Feeds;
using StavisLive.Server.Nodes;
using Yarp.ReverseProxy.Forwarder;

namespace StavisLive.Server.Api.Forwarding;

/// <summary>Passes requests for a source on to the machine that watches it, with what the caller has shown: that machine decides itself.</summary>
/// <param name="next">What follows.</param>
/// <param name="sources">The sources.</param>
/// <param name="nodes">The connections to other machines.</param>
/// <param name="forwarder">Passes requests on.</param>
/// <param name="lifetime">Tells when the program ends.</param>
/// <param name="log">Told why a machine has no answer.</param>
internal sealed partial class SourceForwarder(
    RequestDelegate next, FeedSources sources, NodeConnections nodes, IHttpForwarder forwarder, IHostApplicationLifetime lifetime, ILogger<SourceForwarder> log)
{
    private static readonly HopTransformer Transformer = new();

    private static readonly ForwarderRequestConfig Request = new()
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        // A source that stands still has no new picture for long; whether the machine is still there the connection finds out.
        ActivityTimeout = TimeSpan.FromDays(1),
    };

    /// <summary>Passes a request on, or leaves it to this machine.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<WatcherAnswers>() is null || context.GetRouteValue("id") is not string id) return next(context);
        var viewer = Viewer.Of(context);
        if (sources.Locate(viewer, id) is { Here: null } place) return PassOnAsync(context, id, place.There);
        // Two machines that take each other for the one that watches it.
        return viewer.IsPassedOn && sources.Find(viewer.Caller, id) is null
            ? Problems.WriteAsync(context, StatusCodes.Status508LoopDetected, $"\"{id}\" is not watched here (any more), and was asked for by another machine.")
            : next(context);
    }

    private async Task PassOnAsync(HttpContext context, string id, Uri? address)
    {
        if (address is null)
        {
            await NotNowAsync(context, Problems.Moving(id)).ConfigureAwait(false);
            return;
        }
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var node = nodes.Use(address);
        var error = await forwarder.SendAsync(context, address.AbsoluteUri, node.Http, Request, Transformer, ending.Token).ConfigureAwait(false);
        if (error is ForwarderError.None || ending.IsCancellationRequested) return;
        LogFailed(log, id, address, error, context.Features.Get<IForwarderErrorFeature>()?.Exception);
        if (!context.Response.HasStarted) await NotNowAsync(context, $"The machine that watches \"{id}\" does not answer; try again in a moment.").ConfigureAwait(false);
    }

    private static Task NotNowAsync(HttpContext context, string why)
    {
        context.Response.Headers[HeaderNames.RetryAfter] = "1";
        return Problems.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, why);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request for {Source} has no answer from {Address}: {Error}")]
    private static partial void LogFailed(ILogger log, string source, Uri address, ForwarderError error, Exception? cause);
}
