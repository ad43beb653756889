using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace StavisLive.Server;

/// <summary>What is answered when no endpoint has an answer of its own.</summary>
internal static partial class UnexpectedFailure
{
    /// <summary>Answers a request whose handling threw; the log has the cause.</summary>
    public static Task AnswerAsync(HttpContext context)
    {
        var failed = context.Features.Get<IExceptionHandlerFeature>();
        if (failed?.Error is BadHttpRequestException bad) return Problems.WriteAsync(context, bad.StatusCode, WordOf(bad.StatusCode));
        var log = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(UnexpectedFailure));
        // The endpoint's own name: what the caller wrote could look like other lines of the log.
        LogBroken(log, failed?.Endpoint?.DisplayName, failed?.Error);
        return Problems.WriteAsync(context, StatusCodes.Status500InternalServerError, "Something went wrong; the program's log tells more.");
    }

    /// <summary>Puts a sentence to a status that nobody has said anything to.</summary>
    public static Task FillAsync(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        return Problems.WriteAsync(context.HttpContext, status, WordOf(status));
    }

    private static string WordOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "This is not understood; docs/guides/feeds.md has what can be asked for.",
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status405MethodNotAllowed => "This address takes other methods.",
        StatusCodes.Status413PayloadTooLarge => "That is too large.",
        StatusCodes.Status415UnsupportedMediaType => "JSON is expected (Content-Type: application/json).",
        _ => "This cannot be done.",
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Endpoint} failed unexpectedly")]
    private static partial void LogBroken(ILogger log, string? endpoint, Exception? cause);
}
