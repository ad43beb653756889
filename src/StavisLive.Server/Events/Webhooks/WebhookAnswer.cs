using System.Globalization;
using System.Net;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Server.Events.Webhooks;

/// <summary>What became of one call.</summary>
/// <param name="Problem">What was wrong, as the end of a sentence; null: nothing.</param>
/// <param name="IsWorthRepeating">Whether another try may do better.</param>
/// <param name="Wait">How long the receiver wants to be left alone; null where it hasn't said.</param>
internal sealed record WebhookAnswer(string? Problem, bool IsWorthRepeating, TimeSpan? Wait)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>What an answer means.</summary>
    public static WebhookAnswer Of(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.IsSuccessStatusCode) return new(null, false, null);
        var status = (int)response.StatusCode;
        var isBusy = response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || status >= 500;
        // Another address was not agreed to; it may be anybody's.
        var hint = status is >= 300 and < 400 ? ", a redirection, which is not followed: give the address itself" : "";
        return new(string.Create(CultureInfo.InvariantCulture, $"it answers {status}{hint}"), isBusy, WaitOf(response, now));
    }

    /// <summary>What no answer means.</summary>
    public static WebhookAnswer Of(HttpRequestException failure) => new(SafeAddress.Redact(failure.GetBaseException().Message), true, null);

    /// <summary>What an answer that didn't come in time means.</summary>
    public static WebhookAnswer Late(TimeSpan limit) => new(string.Create(CultureInfo.InvariantCulture, $"it has not answered for {limit.TotalSeconds:0} s"), true, null);

    /// <summary>What an answer means that the program's end didn't wait for.</summary>
    public static WebhookAnswer CutOff { get; } = new("it has not answered in time", false, null);

    private static TimeSpan? WaitOf(HttpResponseMessage response, DateTimeOffset now)
    {
        var asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => (TimeSpan?)null,
        };
        return asked is null ? null : asked < TimeSpan.Zero ? TimeSpan.Zero : asked > LongestWait ? LongestWait : asked;
    }
}
