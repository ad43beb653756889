using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using StavisLive.Server.Access;
using StavisLive.Server.Events;
using StavisLive.Server.Feeds;
using StavisLive.Server.Json;

namespace StavisLive.Server.Api;

/// <summary>What happens, as it happens.</summary>
internal static class EventEndpoints
{
    private const string ContentType = "text/event-stream";
    private const int MostRecent = 1000;

    // A connection that broke without a word is found out only where something is said; proxies take a minute of silence for its end.
    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(15);

    // A comment, which readers of events pass over.
    private static readonly byte[] Beat = ":\n\n"u8.ToArray();

    /// <summary>Maps them.</summary>
    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/events").RequireAuthorization(Policies.Viewer).WithTags("Events").ProducesProblem(StatusCodes.Status401Unauthorized);
        group.MapGet("/", FollowAsync).WithSummary("Events as they happen (text/event-stream)")
            .Produces<AttentionEvent>(contentType: ContentType).ProducesProblem(StatusCodes.Status429TooManyRequests);
        group.MapGet("/recent", Recent).WithSummary("The newest events, oldest first").Produces<AttentionEvent[]>().ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static IResult Recent(HttpContext context, FeedSources sources, int most = 100)
    {
        if (most is < 1 or > MostRecent) return Problems.Of(StatusCodes.Status400BadRequest, $"\"most\" is 1 to {MostRecent}.");
        var caller = Caller.Of(context.User);
        return TypedResults.Ok(sources.Events.Recent(MostRecent).Where(happened => sources.CanSee(caller, happened)).TakeLast(most).ToList());
    }

    private static async Task FollowAsync(
        HttpContext context, FeedSources sources, ClientLimit clients, TimeProvider time, IHostApplicationLifetime lifetime,
        [FromHeader(Name = "Last-Event-ID")] string? last = null, long? after = null)
    {
        using var place = clients.Enter();
        if (place is null)
        {
            await Problems.WriteAsync(context, StatusCodes.Status429TooManyRequests, ClientLimit.Refusal).ConfigureAwait(false);
            return;
        }
        // A browser that was cut off tells by itself what it knows.
        if (long.TryParse(last, CultureInfo.InvariantCulture, out var known)) after = known;
        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = "no-cache,no-store";
        context.Response.Headers.Pragma = "no-cache";
        context.Response.Headers.ContentEncoding = "identity";
        LiveAnswer.Begin(context);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await SendAsync(context.Response.Body, Caller.Of(context.User), sources, time, after, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The client is gone, or the program ends.
        }
    }

    private static async Task SendAsync(Stream body, Caller caller, FeedSources sources, TimeProvider time, long? after, CancellationToken stop)
    {
        using var events = sources.Events.Subscribe(EventHub.CapacityToGoOn, after);
        using var timer = new PeriodicTimer(BeatInterval, time);
        // The answer begins now, not with the first event.
        await body.FlushAsync(stop).ConfigureAwait(false);
        var (happens, beats) = (events.WaitToReadAsync(stop).AsTask(), timer.WaitForNextTickAsync(stop).AsTask());
        while (true)
        {
            if (await Task.WhenAny(happens, beats).ConfigureAwait(false) == beats)
            {
                await beats.ConfigureAwait(false);
                await body.WriteAsync(Beat, stop).ConfigureAwait(false);
                beats = timer.WaitForNextTickAsync(stop).AsTask();
                continue;
            }
            if (!await happens.ConfigureAwait(false)) return;
            while (events.TryRead(out var happened))
            {
                if (sources.CanSee(caller, happened)) await body.WriteAsync(ToMessage(happened), stop).ConfigureAwait(false);
            }
            happens = events.WaitToReadAsync(stop).AsTask();
        }
    }

    private static byte[] ToMessage(AttentionEvent happened) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"data: {JsonSerializer.Serialize(happened, ServerJson.Options)}\nid: {happened.Id}\n\n"));
}
