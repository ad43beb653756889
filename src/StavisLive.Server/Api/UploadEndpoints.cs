using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.OpenApi;
using StavisLive.Server.Access;
using StavisLive.Server.Uploads;

namespace StavisLive.Server.Api;

/// <summary>Maps of what people bring.</summary>
internal static class UploadEndpoints
{
    /// <summary>Maps it.</summary>
    public static void MapUploads(this IEndpointRouteBuilder routes) => routes.MapPost("/api/maps", ComputeAsync)
        .RequireAuthorization(Policies.Operator).RequireRateLimiting(Policies.ControlRate).WithMetadata(new BodyLimit(UploadedMaps.LargestUpload))
        .WithTags("Maps").WithSummary("The map of a picture or a clip (the body), of its first ten seconds")
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            DescribeBody(operation);
            return Task.CompletedTask;
        }).Produces<UploadedMap>().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status429TooManyRequests);

    // Said to readers alone: to say it to the routing as well would refuse what curl sends with --data-binary, which it calls a form.
    private static void DescribeBody(OpenApiOperation operation) => operation.RequestBody = new OpenApiRequestBody
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/octet-stream"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
        },
    };

    private static async Task<IResult> ComputeAsync(HttpContext context, UploadedMaps uploads, IHostApplicationLifetime lifetime)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        if (context.Request.ContentLength > UploadedMaps.LargestUpload)
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, $"A file may have {UploadedMaps.LargestUpload >> 20} MB.");
        try
        {
            return await uploads.ComputeAsync(context.Request.Body, ending.Token).ConfigureAwait(false) is { } map
                ? TypedResults.Ok(map)
                : Problems.Of(StatusCodes.Status429TooManyRequests, "Others wait for their maps already; try again a little later.");
        }
        catch (UploadException e)
        {
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, e.Message);
        }
    }
}
