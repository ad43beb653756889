using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StavisLive.Core.Arrays;
using StavisLive.Core.Media;
using StavisLive.Media.Rendering;
using StavisLive.Server.Access;
using StavisLive.Server.Api.Forwarding;
using StavisLive.Server.Feeds;
using StavisLive.Server.Feeds.Pictures;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Api;

/// <summary>The sources, and the newest of each.</summary>
internal static class SourceEndpoints
{
    private const string Group = "/api/sources";
    private const string Png = "image/png";
    private const string Jpeg = "image/jpeg";
    private const string Bytes = "application/octet-stream";

    /// <summary>Maps them.</summary>
    public static void MapSources(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Group).RequireAuthorization(Policies.Viewer).WithTags("Sources").ProducesProblem(StatusCodes.Status401Unauthorized);
        group.MapGet("/", async (HttpContext context, FeedSources sources) =>
        {
            await sources.Remote.RefreshAsync(context.RequestAborted).ConfigureAwait(false);
            return sources.Reports(Caller.Of(context.User));
        }).WithSummary("Every source that one may see");
        var one = group.MapGroup("/{id}").WithMetadata(WatcherAnswers.Mark).ProducesProblem(StatusCodes.Status404NotFound);
        one.MapGet("/", (string id, HttpContext context, FeedSources sources) =>
            Find(id, context, sources) is { } source ? TypedResults.Ok(source.Report()) : Problems.NoSource(id)).WithSummary("A source").Produces<SourceReport>();
        one.MapGet("/samples", (string id, HttpContext context, FeedSources sources) =>
            Find(id, context, sources) is { } source ? TypedResults.Ok(source.History) : Problems.NoSource(id)).WithSummary("A source's last five minutes, a second each").Produces<SourceSample[]>();
        one.MapGet("/map.png", (string id, HttpContext context, FeedSources sources) =>
            NewestMap(id, context, sources, map => TypedResults.Bytes(MapPictures.ToPng(map), Png))).WithSummary("The newest map, 8-bit grey").Produces<Stream>(contentType: Png);
        one.MapGet("/map.npy", (string id, HttpContext context, FeedSources sources) =>
            NewestMap(id, context, sources, map => TypedResults.Bytes(NpyFile.Format(map, SaliencyMap.Side, SaliencyMap.Side), Bytes, "map.npy"))).WithSummary("The newest map, float32").Produces<Stream>(contentType: Bytes);
        one.MapGet("/picture.jpg", PictureAsync).WithSummary("The newest picture").Produces<Stream>(contentType: Jpeg);
        one.MapGet("/overlay.jpg", OverlayAsync).WithSummary("The newest picture with its heat map").Produces<Stream>(contentType: Jpeg);
        one.MapGet("/overlay.mjpeg", MotionJpeg.ServeAsync).WithSummary("Pictures with heat maps, one after the other (multipart/x-mixed-replace)")
            .Produces<Stream>(contentType: MotionJpeg.ContentType).ProducesProblem(StatusCodes.Status429TooManyRequests);
    }

    private static WatchedSource? Find(string id, HttpContext context, FeedSources sources) => sources.Find(Caller.Of(context.User), id);

    private static IResult NewestMap(string id, HttpContext context, FeedSources sources, Func<float[], IResult> answer)
    {
        if (Find(id, context, sources) is not { } source) return Problems.NoSource(id);
        context.Response.Headers.CacheControl = "no-store";
        return source.NewestMap() is { } map ? answer(map) : Problems.Of(StatusCodes.Status404NotFound, $"\"{id}\" has no map yet.");
    }

    private static Task<IResult> PictureAsync(string id, HttpContext context, FeedSources sources, NewestPictures pictures) =>
        NewestAsync(id, context, sources, source => pictures.JpegAsync(source, context.RequestAborted));

    private static Task<IResult> OverlayAsync(string id, HttpContext context, FeedSources sources, NewestPictures pictures) =>
        NewestAsync(id, context, sources, source => pictures.OverlayJpegAsync(source, context.RequestAborted));

    private static async Task<IResult> NewestAsync(string id, HttpContext context, FeedSources sources, Func<WatchedSource, Task<byte[]?>> newest)
    {
        if (Find(id, context, sources) is not { } source) return Problems.NoSource(id);
        context.Response.Headers.CacheControl = "no-store";
        return await newest(source).ConfigureAwait(false) is { } jpeg
            ? TypedResults.Bytes(jpeg, Jpeg)
            : Problems.Of(StatusCodes.Status404NotFound, $"\"{id}\" has no picture at the moment: it is {source.Report().State}.");
    }
}
