using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace StavisLive.Server.Access;

/// <summary>How often something may be asked for.</summary>
internal static class RateLimits
{
    // Nobody mistypes a token more often; at this rate one of 96 bits is never guessed.
    private const int LoginsPerMinute = 10;

    // Somebody who draws zones and pauses sources in turn stays below.
    private const int ChangesPerSecond = 5;
    private const int MostChangesAtOnce = 30;

    /// <summary>Sets them: logins by the address that they come from, changes by who makes them.</summary>
    public static void Set(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (context, _) =>
            new ValueTask(Problems.WriteAsync(context.HttpContext, StatusCodes.Status429TooManyRequests, "That was too often; wait a little and try again."));
        options.AddPolicy(Policies.LoginRate, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = LoginsPerMinute, Window = TimeSpan.FromMinutes(1) }));
        options.AddPolicy(Policies.ControlRate, context => RateLimitPartition.GetTokenBucketLimiter(
            context.User.Identity?.Name ?? "",
            _ => new TokenBucketRateLimiterOptions { TokenLimit = MostChangesAtOnce, TokensPerPeriod = ChangesPerSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1) }));
    }
}
