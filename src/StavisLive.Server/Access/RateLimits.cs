using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using StavisLive.Server.Kestrel;

namespace StavisLive.Server.Access;

/// <summary>How often something may be asked for, and how many may ask at once.</summary>
internal static class RateLimits
{
    // A login's body is waited for before anybody has shown a token. A proxy that speaks HTTP/1.1 has no more connections than that, so that nobody
    // behind it keeps the others out.
    private const int LoginsAtOnce = ServerLimits.MostConnections;

    // Somebody who draws zones and pauses sources in turn stays below.
    private const int ChangesPerSecond = 5;
    private const int MostChangesAtOnce = 30;

    /// <summary>Sets them: logins by the address that they come from, changes by who makes them.</summary>
    public static void Set(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (context, _) =>
            new ValueTask(Problems.WriteAsync(context.HttpContext, StatusCodes.Status429TooManyRequests, "That was too often, or too many at once; wait a little and try again."));
        options.AddPolicy(Policies.Logins, context => RateLimitPartition.GetConcurrencyLimiter(
            ConnectionShares.PlaceOf(context.Connection.RemoteIpAddress), _ => new ConcurrencyLimiterOptions { PermitLimit = LoginsAtOnce }));
        options.AddPolicy(Policies.ControlRate, context => RateLimitPartition.GetTokenBucketLimiter(
            context.User.Identity?.Name ?? "",
            _ => new TokenBucketRateLimiterOptions { TokenLimit = MostChangesAtOnce, TokensPerPeriod = ChangesPerSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1) }));
    }
}
