using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using StavisLive.Server.Access;
using StavisLive.Server.Feeds;
using StavisLive.Server.Nodes;

namespace StavisLive.Server.Api;

/// <summary>Pictures one after the other in one answer, as browsers and players show them (multipart/x-mixed-replace).</summary>
internal static class MotionJpeg
{
    /// <summary>What such an answer is.</summary>
    public const string ContentType = $"multipart/x-mixed-replace; boundary={Boundary}";

    private const string Boundary = "stavis-live-picture";

    // Browsers show a picture once the next one's head has come, and a source that stands still has no next one: so that follows every picture at
    // once. How long the next picture will be it cannot say.
    private static readonly byte[] Head = Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Type: image/jpeg\r\n\r\n");
    private static readonly byte[] EndAndHead = [.. "\r\n"u8, .. Head];

    /// <summary>Answers until the source is removed, or the client is gone.</summary>
    public static async Task ServeAsync(string id, HttpContext context, FeedSources sources, ClientLimit clients, IHostApplicationLifetime lifetime)
    {
        if (sources.Find(Caller.Of(context.User), id) is not { } source)
        {
            await Problems.NoSource(id).ExecuteAsync(context).ConfigureAwait(false);
            return;
        }
        using var place = clients.Enter(Hop.IsMarked(context.Request));
        if (place is null)
        {
            await Problems.WriteAsync(context, StatusCodes.Status429TooManyRequests, ClientLimit.Refusal).ConfigureAwait(false);
            return;
        }
        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = "no-store";
        LiveAnswer.Begin(context);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var subscriber = sources.Channels.Overlays(source).Subscribe(capacity: 1);
        try
        {
            await WriteAsync(subscriber.ReadAllAsync(ending.Token), context.Response.Body, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The client is gone, or the program ends.
        }
    }

    /// <summary>Writes pictures as they come.</summary>
    internal static async Task WriteAsync(IAsyncEnumerable<byte[]> pictures, Stream body, CancellationToken stop)
    {
        await body.WriteAsync(Head, stop).ConfigureAwait(false);
        await foreach (var jpeg in pictures.ConfigureAwait(false))
        {
            if (HoldsBoundary(jpeg)) continue;
            await body.WriteAsync(jpeg, stop).ConfigureAwait(false);
            await body.WriteAsync(EndAndHead, stop).ConfigureAwait(false);
        }
    }

    // ffmpeg takes any line that begins with two dashes for the boundary: a picture in which one does, one of many thousands, is left out.
    private static bool HoldsBoundary(byte[] jpeg) => jpeg.AsSpan().IndexOf("\r\n--"u8) >= 0;
}
