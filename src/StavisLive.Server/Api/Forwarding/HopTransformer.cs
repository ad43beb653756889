using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using StavisLive.Server.Nodes;
using Yarp.ReverseProxy.Forwarder;

namespace StavisLive.Server.Api.Forwarding;

/// <summary>Makes of a request that came here one that another machine answers.</summary>
internal sealed class HopTransformer : HttpTransformer
{
    // What a browser tells of the page that asks: it was looked at here, and means nothing under another name.
    private static readonly string[] OfThePage = [HeaderNames.Origin, HeaderNames.Referer, "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest", "Sec-Fetch-User"];

    /// <inheritdoc />
    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken).ConfigureAwait(false);
        foreach (var header in OfThePage) proxyRequest.Headers.Remove(header);
        proxyRequest.Headers.Host = null;
        proxyRequest.Headers.Add(Hop.Header, "1");
    }
}
