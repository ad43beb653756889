using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using StavisLive.Server.Access;
using StavisLive.Server.Nodes;

namespace StavisLive.Server.Feeds;

/// <summary>Somebody who asks for a source, on whatever machine it is: that one is shown what was shown here, and decides itself.</summary>
internal sealed class Viewer
{
    private Viewer(Caller caller, Metadata headers, bool isPassedOn) => (Caller, Headers, IsPassedOn) = (caller, headers, isPassedOn);

    /// <summary>Who it is.</summary>
    public Caller Caller { get; }

    /// <summary>What another machine is shown: a secret.</summary>
    public Metadata Headers { get; }

    /// <summary>Whether another machine passes its request on: what is not on this machine it does not get.</summary>
    public bool IsPassedOn { get; }

    /// <summary>Who makes a request that has passed <see cref="TokenAuthentication"/>.</summary>
    public static Viewer Of(HttpContext context)
    {
        var headers = new Metadata { { Hop.Header, "1" } };
        if (context.Request.Headers.Authorization is [{ } authorization]) headers.Add(HeaderNames.Authorization.ToLowerInvariant(), authorization);
        if (context.Request.Cookies.TryGetValue(TokenAuthentication.CookieName, out var session))
            headers.Add(HeaderNames.Cookie.ToLowerInvariant(), $"{TokenAuthentication.CookieName}={session}");
        return new Viewer(Caller.Of(context.User), headers, Hop.IsMarked(context.Request));
    }
}
