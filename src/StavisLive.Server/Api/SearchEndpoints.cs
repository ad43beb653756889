using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Server.Access;
using StavisLive.Server.Api.Forwarding;
using StavisLive.Server.Feeds;
using StavisLive.Server.History;

namespace StavisLive.Server.Api;

/// <summary>When a region won attention.</summary>
internal static class SearchEndpoints
{
    private static readonly TimeSpan Usual = TimeSpan.FromDays(1);

    // CSV is written in pieces of some kilobytes.
    private const int LinesAtOnce = 256;

    /// <summary>Maps it.</summary>
    public static void MapSearch(this IEndpointRouteBuilder routes) => routes.MapGet("/api/sources/{id}/search", SearchAsync)
        .RequireAuthorization(Policies.Viewer).WithMetadata(WatcherAnswers.Mark).WithTags("Search").WithSummary("When a region had attention")
        .Produces<AttentionInterval[]>(StatusCodes.Status200OK, "application/json", "text/csv").ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> SearchAsync(
        string id, HttpContext context, FeedSources sources, AttentionHistory history, TimeProvider time,
        double x = 0, double y = 0, double width = 1, double height = 1, DateTimeOffset? from = null, DateTimeOffset? to = null, double? share = null, string? format = null)
    {
        if (sources.Find(Caller.Of(context.User), id) is not { } source) return Problems.NoSource(id);
        var region = new FrameArea { X = x, Y = y, Width = width, Height = height };
        if (!region.IsWithinFrame) return Problems.Of(StatusCodes.Status400BadRequest, "x, y, width and height are fractions of the frame (0 to 1) and lie within it.");
        if (share is not (null or >= 0 and <= 1)) return Problems.Of(StatusCodes.Status400BadRequest, "share is 0 to 1.");
        var end = to ?? time.GetUtcNow();
        if (end < DateTimeOffset.MinValue + Usual) return Problems.Of(StatusCodes.Status400BadRequest, "to lies before all time.");
        var start = from ?? end - Usual;
        if (start >= end) return Problems.Of(StatusCodes.Status400BadRequest, "from lies before to.");
        if (format is not (null or "json" or "csv")) return Problems.Of(StatusCodes.Status400BadRequest, "format is json or csv.");
        var (watchedNow, stop) = (source.Plan?.Config.Source.Region, context.RequestAborted);
        try
        {
            if (format != "csv") return TypedResults.Ok(await BeginAsync(history.SearchAsync(id, region, start, end, share, watchedNow, stop)).ConfigureAwait(false));
            var rows = await BeginAsync(history.ReadAsync(id, region, start, end, watchedNow, stop)).ConfigureAwait(false);
            return TypedResults.Stream(body => WriteCsvAsync(rows, body, stop), "text/csv; charset=utf-8", $"attention-{id}.csv");
        }
        catch (SinkException e)
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, e.Message);
        }
    }

    // Reads the first one: what fails does so while there still can be another answer.
    private static async Task<IAsyncEnumerable<T>> BeginAsync<T>(IAsyncEnumerable<T> all)
    {
        var reading = all.GetAsyncEnumerator();
        var isThere = await reading.MoveNextAsync().ConfigureAwait(false);
        return RestAsync();

        async IAsyncEnumerable<T> RestAsync()
        {
            await using var _ = reading.ConfigureAwait(false);
            for (; isThere; isThere = await reading.MoveNextAsync().ConfigureAwait(false)) yield return reading.Current;
        }
    }

    private static async Task WriteCsvAsync(IAsyncEnumerable<AttentionShare> rows, Stream body, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("at,share\n");
        var lines = 0;
        await foreach (var row in rows.ConfigureAwait(false))
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.At:yyyy-MM-ddTHH:mm:ssZ},{row.Share:0.0000}\n");
            if (++lines % LinesAtOnce == 0) await FlushAsync().ConfigureAwait(false);
        }
        await FlushAsync().ConfigureAwait(false);

        async Task FlushAsync()
        {
            await body.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
            text.Clear();
        }
    }
}
