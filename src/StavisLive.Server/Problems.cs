using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace StavisLive.Server;

/// <summary>Answers that tell people in a sentence why something was not done (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>Such an answer, as an endpoint's result.</summary>
    public static IResult Of(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    /// <summary>No such source, or none that the caller may see: who may not see it does not learn that it is there.</summary>
    public static IResult NoSource(string id) => Of(StatusCodes.Status404NotFound, UnknownSource(id));

    /// <summary>What is said of an id that no source has.</summary>
    public static string UnknownSource(string id) => $"There is no source \"{id}\".";

    /// <summary>What is said of a source that no machine watches just now.</summary>
    public static string Moving(string id) => $"\"{id}\" is being moved to another machine; try again in a moment.";

    /// <summary>Writes such an answer.</summary>
    public static Task WriteAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new ProblemDetails { Status = status, Detail = detail }, options: null, contentType: "application/problem+json", context.RequestAborted);
    }
}
