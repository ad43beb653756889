using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace StavisLive.Server.Api;

/// <summary>Answers whose beginning is wanted before there is an end.</summary>
internal static class LiveAnswer
{
    /// <summary>Has nobody on the way collect what is written: neither the server itself nor nginx, which does so unless an answer forbids it.</summary>
    public static void Begin(HttpContext context)
    {
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }
}
