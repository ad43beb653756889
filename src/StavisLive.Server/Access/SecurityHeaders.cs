using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace StavisLive.Server.Access;

/// <summary>Tells browsers what the page may do: nothing but itself.</summary>
/// <param name="next">What follows.</param>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; manifest-src 'self'; "
        + "form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Adds them to the answer.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // When the answer begins: one that failed has lost what was set before.
        context.Response.OnStarting(static response => Add(((HttpResponse)response).Headers), context.Response);
        return next(context);
    }

    private static Task Add(IHeaderDictionary headers)
    {
        headers[HeaderNames.ContentSecurityPolicy] = Policy;
        headers[HeaderNames.XContentTypeOptions] = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return Task.CompletedTask;
    }
}
