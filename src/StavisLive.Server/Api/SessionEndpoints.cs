using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using StavisLive.Server.Access;
using StavisLive.Server.Control;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Api;

/// <summary>Who one is: logging in and out of the page.</summary>
internal static class SessionEndpoints
{
    // Waited for before anybody has shown a token, at any pace above Kestrel's 240 bytes a second.
    private const int LargestLogin = 4 << 10;

    private static readonly string? Version = typeof(SessionEndpoints).Assembly.GetName().Version?.ToString(3);
    private static readonly TimeSpan SessionLength = TimeSpan.FromDays(30);

    /// <summary>Maps them.</summary>
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/me", Me).RequireAuthorization(Policies.Viewer).WithSummary("Who one is, and what one may do")
            .Produces<Me>().ProducesProblem(StatusCodes.Status401Unauthorized);
        routes.MapPost("/api/login", LogIn).WithMetadata(new BodyLimit(LargestLogin)).WithSummary("Exchanges a token for a session (a cookie)")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status401Unauthorized);
        routes.MapPost("/api/logout", LogOut).WithSummary("Ends the session").Produces(StatusCodes.Status204NoContent);
    }

    private static IResult Me(HttpContext context, ISourceControl control, IServiceProvider services)
    {
        var caller = Caller.Of(context.User);
        // A page that stays open over an update learns of it.
        context.Response.Headers["X-StavisLive-Version"] = Version;
        return TypedResults.Ok(new Me(caller.Name, caller.Role.ToString().ToLowerInvariant(), control.CanSave, services.GetService<NodeName>()?.Value));
    }

    private static IResult LogIn(Login login, HttpContext context, AccessTokens tokens, TimeProvider time)
    {
        if (tokens.AreNeeded && tokens.Find(login.Token) is null) return Problems.Of(StatusCodes.Status401Unauthorized, "The token is not known.");
        var expires = time.GetUtcNow() + SessionLength;
        context.Response.Cookies.Append(TokenAuthentication.CookieName, tokens.ToSession(login.Token, expires), Options(context, expires));
        return TypedResults.NoContent();
    }

    private static IResult LogOut(HttpContext context)
    {
        context.Response.Cookies.Delete(TokenAuthentication.CookieName, Options(context, expires: null));
        return TypedResults.NoContent();
    }

    private static CookieOptions Options(HttpContext context, DateTimeOffset? expires) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps || context.Request.Headers["X-Forwarded-Proto"] == "https", Path = "/", IsEssential = true, Expires = expires,
    };
}
