using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace StavisLive.Server.Access;

/// <summary>How often something may be asked for.</summary>
internal static class RateLimits
{
    // Somebody who draws zones and pauses sources in turn stays below.
    private const int ChangesPerSecond = 5;
    private const int MostChangesAtOnce = 30;

    /// <summary>Sets them: changes by the token with which they are made, since several may have one name.</summary>
    public static void Set(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (context, _) =>
            new ValueTask(Problems.WriteAsync(context.HttpContext, StatusCodes.Status429TooManyRequests, "That was too often; wait a little and try again."));
        options.AddPolicy(Policies.ControlRate, context => RateLimitPartition.GetTokenBucketLimiter(
            Caller.Of(context.User).Token,
            _ => new TokenBucketRateLimiterOptions { TokenLimit = MostChangesAtOnce, TokensPerPeriod = ChangesPerSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1) }));
    }
}
