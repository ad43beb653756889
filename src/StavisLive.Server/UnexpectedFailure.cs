using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace StavisLive.Server;

/// <summary>What is answered when no endpoint has an answer of its own.</summary>
internal static class UnexpectedFailure
{
    /// <summary>Answers a request whose handling threw; the log has the cause.</summary>
    public static Task AnswerAsync(HttpContext context)
    {
        if (context.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException bad)
            return Problems.WriteAsync(context, bad.StatusCode, WordOf(bad.StatusCode));
        return Problems.WriteAsync(context, StatusCodes.Status500InternalServerError, "Something went wrong; the program's log tells more.");
    }

    /// <summary>The sentence for a status that nobody has said anything to.</summary>
    public static string WordFor(HttpContext context) => WordOf(context.Response.StatusCode);

    private static string WordOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "This is not understood; docs/guides/feeds.md has what can be asked for.",
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status405MethodNotAllowed => "This address takes other methods.",
        StatusCodes.Status413PayloadTooLarge => "That is too large.",
        StatusCodes.Status415UnsupportedMediaType => "JSON is expected (Content-Type: application/json).",
        _ => "This cannot be done.",
    };
}
