using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace StavisLive.Server.Access;

/// <summary>Tells who makes a request: by <c>Authorization: Bearer TOKEN</c>, by a browser's session, or since nobody needs a token.</summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, AccessTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "Token";

    /// <summary>Name of the session's cookie.</summary>
    public const string CookieName = "stavis-live-session";

    private const string Bearer = "Bearer ";

    /// <inheritdoc />
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Find() switch
    {
        { } caller => AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(SchemeName), SchemeName)),
        null when HasTried => AuthenticateResult.Fail("The token is not known."),
        null => AuthenticateResult.NoResult(),
    });

    /// <inheritdoc />
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers[HeaderNames.WWWAuthenticate] = Bearer.TrimEnd();
        return Problems.WriteAsync(Context, StatusCodes.Status401Unauthorized, "A token is needed: log in, or send it as \"Authorization: Bearer TOKEN\".");
    }

    /// <inheritdoc />
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.WriteAsync(
        Context, StatusCodes.Status403Forbidden, IsForWholeViewers ? "Only those who see all sources may see that." : "Only an operator may do that.");

    private bool IsForWholeViewers =>
        Context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Policy == Policies.WholeViewer) == true;

    private bool HasTried => Request.Headers.ContainsKey(HeaderNames.Authorization) || Request.Cookies.ContainsKey(CookieName);

    private Caller? Find()
    {
        // Whatever opened a further port: only this machine is its own operator.
        if (!tokens.AreNeeded) return Context.Connection.LocalIpAddress is { } address && !IPAddress.IsLoopback(address) ? null : Caller.Local;
        if (Request.Headers.Authorization is [{ } header] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return tokens.Find(header[Bearer.Length..].Trim());
        return Request.Cookies.TryGetValue(CookieName, out var session) ? tokens.FindSession(session, TimeProvider.GetUtcNow()) : null;
    }
}
