using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Server.Access;
using StavisLive.Server.Api.Forwarding;
using StavisLive.Server.Control;
using StavisLive.Server.Feeds;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Api;

/// <summary>What operators change.</summary>
internal static class ControlEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapControl(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/sources").RequireAuthorization(Policies.Operator).RequireRateLimiting(Policies.ControlRate)
            .AddEndpointFilter(RefuseAsync).WithTags("Control").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status429TooManyRequests);
        group.MapPost("/", AddAsync).WithSummary("Adds a source").Produces<SourceReport>(StatusCodes.Status201Created);
        var one = group.MapGroup("/{id}").ProducesProblem(StatusCodes.Status404NotFound);
        one.MapDelete("/", (string id, HttpContext context, FeedSources sources, ISourceControl control) =>
            ChangeAsync(id, context, sources, control.RemoveAsync)).WithSummary("Removes a source").Produces(StatusCodes.Status204NoContent);
        one.MapPost("/pause", (string id, HttpContext context, FeedSources sources, ISourceControl control) =>
            ChangeAsync(id, context, sources, control.PauseAsync)).WithSummary("Stops watching a source until it is resumed").Produces(StatusCodes.Status204NoContent);
        one.MapPost("/resume", (string id, HttpContext context, FeedSources sources, ISourceControl control) =>
            ChangeAsync(id, context, sources, control.ResumeAsync)).WithSummary("Watches a source again").Produces(StatusCodes.Status204NoContent);
        one.MapPost("/record", Record).WithMetadata(WatcherAnswers.Mark).WithSummary("Has the source's flight recorder write").Produces(StatusCodes.Status204NoContent);
        one.MapPut("/zones", SetZonesAsync).WithSummary("Gives a source other zones").Produces<Saved>().ProducesProblem(StatusCodes.Status412PreconditionFailed);
        one.MapPut("/masks", SetMasksAsync).WithSummary("Hides other parts of a source").Produces<Saved>().ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    private static async Task<IResult> AddAsync(NewSource source, HttpContext context, ISourceControl control)
    {
        var added = await control.AddAsync(source, Caller.Of(context.User).Name, context.RequestAborted).ConfigureAwait(false);
        return TypedResults.Created($"/api/sources/{Uri.EscapeDataString(added.Id)}", added);
    }

    private static async Task<IResult> ChangeAsync(string id, HttpContext context, FeedSources sources, Func<string, string, CancellationToken, Task> change)
    {
        var caller = Caller.Of(context.User);
        if (!sources.Has(caller, id)) return Problems.NoSource(id);
        await change(id, caller.Name, context.RequestAborted).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static IResult Record(string id, HttpContext context, FeedSources sources, SourceRecorder recorder)
    {
        var caller = Caller.Of(context.User);
        if (sources.Find(caller, id) is not { } source) return Problems.NoSource(id);
        recorder.Record(source, caller.Name);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> SetZonesAsync(
        string id, ZoneConfig?[] zones, [FromHeader(Name = "If-Match")] string? basedOn, HttpContext context, FeedSources sources, ISourceControl control)
    {
        var caller = Caller.Of(context.User);
        if (!sources.Has(caller, id)) return Problems.NoSource(id);
        var areas = SourceAreas.Zones(WithoutGaps(zones));
        var isSaved = await control.SetZonesAsync(id, new(areas, TagsIn(basedOn)), caller.Name, context.RequestAborted).ConfigureAwait(false);
        return TypedResults.Ok(new Saved(isSaved, AreaTag.Of(areas)));
    }

    private static async Task<IResult> SetMasksAsync(
        string id, FramePoint[]?[] masks, [FromHeader(Name = "If-Match")] string? basedOn, HttpContext context, FeedSources sources, ISourceControl control)
    {
        var caller = Caller.Of(context.User);
        if (!sources.Has(caller, id)) return Problems.NoSource(id);
        var areas = SourceAreas.Masks(WithoutGaps(masks));
        var isSaved = await control.SetMasksAsync(id, new(areas, TagsIn(basedOn)), caller.Name, context.RequestAborted).ConfigureAwait(false);
        return TypedResults.Ok(new Saved(isSaved, AreaTag.Of(areas)));
    }

    // Any at all is what a change is based on that says nothing of it.
    private static string[] TagsIn(string? header)
    {
        string[] tags = [.. (header ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(tag => tag.Trim('"'))];
        return tags.Contains("*") ? [] : tags;
    }

    // JSON has lists of nothing, whatever the list is of.
    private static T[] WithoutGaps<T>(T?[] list)
        where T : class => list.Contains(null) ? throw new ControlException("There is null among them.") : [.. list.OfType<T>()];

    private static async ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (ControlException e)
        {
            return Problems.Of(StatusOf(e.Kind), KeyText.Plain(e.Message));
        }
    }

    private static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Wrong => StatusCodes.Status400BadRequest,
        RefusalKind.Unknown => StatusCodes.Status404NotFound,
        RefusalKind.Outdated => StatusCodes.Status412PreconditionFailed,
        _ => StatusCodes.Status409Conflict,
    };
}
