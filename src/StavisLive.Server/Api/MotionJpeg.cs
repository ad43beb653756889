using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using StavisLive.Server.Access;
using StavisLive.Server.Feeds;

namespace StavisLive.Server.Api;

/// <summary>Pictures one after the other in one answer, as browsers and players show them (multipart/x-mixed-replace).</summary>
internal static class MotionJpeg
{
    private const string Boundary = "stavis-live-picture";

    /// <summary>Answers until the source is removed, or the client is gone.</summary>
    public static async Task ServeAsync(string id, HttpContext context, FeedSources sources, ClientLimit clients, IHostApplicationLifetime lifetime)
    {
        if (sources.Find(Caller.Of(context.User), id) is not { } source)
        {
            await Problems.NoSource(id).ExecuteAsync(context).ConfigureAwait(false);
            return;
        }
        using var place = clients.Enter();
        if (place is null)
        {
            await Problems.WriteAsync(context, StatusCodes.Status429TooManyRequests, ClientLimit.Refusal).ConfigureAwait(false);
            return;
        }
        context.Response.ContentType = $"multipart/x-mixed-replace; boundary={Boundary}";
        context.Response.Headers.CacheControl = "no-store";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var subscriber = sources.Channels.Overlays(source).Subscribe(capacity: 1);
        try
        {
            await foreach (var jpeg in subscriber.ReadAllAsync(ending.Token).ConfigureAwait(false))
            {
                var head = string.Create(CultureInfo.InvariantCulture, $"--{Boundary}\r\nContent-Type: image/jpeg\r\nContent-Length: {jpeg.Length}\r\n\r\n");
                await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(head), ending.Token).ConfigureAwait(false);
                await context.Response.Body.WriteAsync(jpeg, ending.Token).ConfigureAwait(false);
                await context.Response.Body.WriteAsync("\r\n"u8.ToArray(), ending.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The client is gone, or the program ends.
        }
    }
}
