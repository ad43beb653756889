using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using StavisLive.Server.Access;
using StavisLive.Server.Events;
using StavisLive.Server.Feeds;

namespace StavisLive.Server.Api;

/// <summary>What happens, as it happens.</summary>
internal static class EventEndpoints
{
    private const int Capacity = 256;
    private const int MostRecent = 1000;

    /// <summary>Maps them.</summary>
    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/events").RequireAuthorization(Policies.Viewer).WithTags("Events");
        group.MapGet("/", Follow).WithSummary("Events as they happen (text/event-stream)");
        group.MapGet("/recent", Recent).WithSummary("The newest events, oldest first");
    }

    private static IResult Recent(HttpContext context, FeedSources sources, int most = 100)
    {
        if (most is < 1 or > MostRecent) return Problems.Of(StatusCodes.Status400BadRequest, $"\"most\" is 1 to {MostRecent}.");
        var caller = Caller.Of(context.User);
        return TypedResults.Ok(sources.Events.Recent(MostRecent).Where(happened => sources.CanSee(caller, happened)).TakeLast(most).ToList());
    }

    private static IResult Follow(HttpContext context, FeedSources sources, ClientLimit clients, IHostApplicationLifetime lifetime, long? after = null)
    {
        var place = clients.Enter();
        if (place is null) return Problems.Of(StatusCodes.Status429TooManyRequests, ClientLimit.Refusal);
        context.Response.RegisterForDispose(place);
        // A browser that was cut off tells by itself what it knows.
        if (context.Request.Headers["Last-Event-ID"] is [{ } last] && long.TryParse(last, out var known)) after = known;
        var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(ending);
        return TypedResults.ServerSentEvents(FollowAsync(context.Response, Caller.Of(context.User), sources, after, ending.Token));
    }

    private static async IAsyncEnumerable<SseItem<AttentionEvent>> FollowAsync(
        HttpResponse response, Caller caller, FeedSources sources, long? after, [EnumeratorCancellation] CancellationToken stop)
    {
        using var events = sources.Events.Subscribe(Capacity, after);
        // The answer begins now, not with the first event.
        await response.Body.FlushAsync(stop).ConfigureAwait(false);
        await using var next = events.ReadAllAsync(stop).GetAsyncEnumerator(stop);
        while (await MoveAsync(next, stop).ConfigureAwait(false))
        {
            if (sources.CanSee(caller, next.Current)) yield return new SseItem<AttentionEvent>(next.Current) { EventId = next.Current.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        }
    }

    // The end of the program, or of the client, is the end of the answer.
    private static async Task<bool> MoveAsync(IAsyncEnumerator<AttentionEvent> events, CancellationToken stop)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
