using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using StavisLive.Core.Configuration.Serving;

namespace StavisLive.Server.Access;

/// <summary>Keeps other pages in the same browser out: checks under which name the server is called, and which page calls.</summary>
/// <remarks>
/// A page of a foreign name that resolves to this machine (DNS rebinding) comes with that name as Host; a page that sends a form or
/// opens a WebSocket here comes with its own Origin. Programs send neither of their own accord.
/// </remarks>
/// <param name="next">What follows.</param>
/// <param name="serve">Under which further names the server may be called.</param>
internal sealed class BrowserGuard(RequestDelegate next, ServeConfig serve)
{
    private const string FetchSite = "Sec-Fetch-Site";

    private readonly HashSet<string> _names = new(
        ["localhost", Dns.GetHostName(), .. serve.Hosts, .. ServeAddress.Parse(serve.Address ?? "") is { } address ? [address.Host] : Array.Empty<string>()],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Lets a request through or refuses it.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!IsOwnName(request.Host.Host))
        {
            return Problems.WriteAsync(context, StatusCodes.Status421MisdirectedRequest,
                "This server is not called by that name; give the name in \"serve.hosts\" of its configuration.");
        }
        if (Changes(request) && !IsOwnPage(request)) return Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "Another page may not do that.");
        return next(context);
    }

    private static bool Changes(HttpRequest request) =>
        request.HttpContext.WebSockets.IsWebSocketRequest || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));

    private static bool IsOwnPage(HttpRequest request)
    {
        if (request.Headers[FetchSite] is [{ } site] && site is not ("same-origin" or "none")) return false;
        if (request.Headers[HeaderNames.Origin] is not [{ } origin]) return true;
        // Whatever its scheme: a proxy may speak TLS to the browser.
        return Uri.TryCreate(origin, UriKind.Absolute, out var page) && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }

    // An address of numbers is nobody's name: nothing can be made to resolve to it.
    private bool IsOwnName(string host) => IPAddress.TryParse(host.Trim('[', ']'), out _) || _names.Contains(host);
}
