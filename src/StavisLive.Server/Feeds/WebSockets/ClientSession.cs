using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using StavisLive.Server.Events;
using StavisLive.Server.Feeds.Following;
using StavisLive.Server.Feeds.Maps;
using StavisLive.Server.Json;

namespace StavisLive.Server.Feeds.WebSockets;

/// <summary>One client of the WebSocket feed: takes what it asks for, and runs a task for each of its subscriptions.</summary>
/// <param name="socket">The client.</param>
/// <param name="viewer">Who it is.</param>
/// <param name="with">What it can subscribe to.</param>
/// <param name="list">What is told of sources.</param>
/// <param name="maps">Maps and pictures of sources.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told of what breaks.</param>
internal sealed partial class ClientSession(
    ClientSocket socket, Viewer viewer, FeedSources with, SourceList list, SourceMaps maps, TimeProvider time, ILogger log)
{
    private const int MostChannel = ushort.MaxValue;

    // A page follows each source that it shows, of which a machine has 256 at most, and what happens to them.
    private const int MostSubscriptions = 320;

    // One map of each subscription: each is made anew for every frame.
    private const int MostMapBytes = 16 << 20;

    private readonly Dictionary<int, (Task Running, CancellationTokenSource Stop, int MapLength)> _subscriptions = [];

    /// <summary>Serves the client until it closes, or breaks the rules.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (await socket.ReadAsync(stop).ConfigureAwait(false) is { } text) await TakeAsync(text, stop).ConfigureAwait(false);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", stop).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, e.Message, stop).ConfigureAwait(false);
        }
        finally
        {
            foreach (var channel in _subscriptions.Keys.ToList()) await UnsubscribeAsync(channel).ConfigureAwait(false);
        }
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> text, CancellationToken stop)
    {
        ClientMessage? message = null;
        try
        {
            message = JsonSerializer.Deserialize<ClientMessage>(text.Span, ServerJson.Options);
        }
        catch (JsonException)
        {
            // The answer below tells.
        }
        if (message is null || message.Channel is < 0 or > MostChannel || message.Type is not ("subscribe" or "unsubscribe"))
        {
            await FailAsync(message?.Channel ?? ChannelIn(text), "This is not understood; docs/guides/feeds.md has what can be asked for.", stop).ConfigureAwait(false);
            return;
        }
        await UnsubscribeAsync(message.Channel).ConfigureAwait(false);
        if (message.Type == "subscribe") await SubscribeAsync(message, stop).ConfigureAwait(false);
        else await socket.SendAsync(new { Type = "unsubscribed", message.Channel }, stop).ConfigureAwait(false);
    }

    private async Task SubscribeAsync(ClientMessage message, CancellationToken stop)
    {
        foreach (var (ended, _) in _subscriptions.Where(entry => entry.Value.Running.IsCompleted).ToList()) await UnsubscribeAsync(ended).ConfigureAwait(false);
        if ((message.Source is null ? 0 : 1) + (message.Events ? 1 : 0) + (message.Sources ? 1 : 0) != 1)
        {
            await FailAsync(message.Channel, "A subscription is to a source, to events or to the list of sources.", stop).ConfigureAwait(false);
            return;
        }
        if (_subscriptions.Count >= MostSubscriptions)
        {
            await FailAsync(message.Channel, $"There are {MostSubscriptions} subscriptions already.", stop).ConfigureAwait(false);
            return;
        }
        if (message.Source is { } id && with.Locate(viewer, id) is null)
        {
            await FailAsync(message.Channel, Problems.UnknownSource(id), stop).ConfigureAwait(false);
            return;
        }
        if (message.Maps is { } asked && FormatOf(asked) is null)
        {
            await FailAsync(message.Channel,
                $"Maps have the encoding {string.Join(", ", MapFormat.Names.Keys)} and a width and height of 1 to {MapFormat.MostSide}.", stop).ConfigureAwait(false);
            return;
        }
        var mapLength = message.Maps is { } wanted ? FormatOf(wanted)!.Length : 0;
        if (_subscriptions.Values.Sum(subscription => subscription.MapLength) + mapLength > MostMapBytes)
        {
            await FailAsync(message.Channel, $"The maps of all subscriptions have {MostMapBytes >> 20} MB together at most.", stop).ConfigureAwait(false);
            return;
        }
        await socket.SendAsync(new { Type = "subscribed", message.Channel }, stop).ConfigureAwait(false);
        var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _subscriptions[message.Channel] = (Task.Run(() => ServeAsync(message, ending.Token), CancellationToken.None), ending, mapLength);
    }

    private async Task UnsubscribeAsync(int channel)
    {
        if (!_subscriptions.Remove(channel, out var subscription)) return;
        await subscription.Stop.CancelAsync().ConfigureAwait(false);
        await subscription.Running.ConfigureAwait(false);
        subscription.Stop.Dispose();
    }

    private async Task ServeAsync(ClientMessage message, CancellationToken stop)
    {
        try
        {
            if (await TryServeAsync(message, stop).ConfigureAwait(false) is { } problem) await FailAsync(message.Channel, problem, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (IsEnd(e))
        {
            // Unsubscribed, or the client is gone: its reads tell that as well.
        }
    }

    private static bool IsEnd(Exception e) => e is OperationCanceledException or WebSocketException or ObjectDisposedException;

    // What has ended it before its time, for its client; null where nothing has.
    private async Task<string?> TryServeAsync(ClientMessage message, CancellationToken stop)
    {
        try
        {
            if (message.Source is { } source)
            {
                await SendMapsAsync(message, source, stop).ConfigureAwait(false);
                await socket.SendAsync(new { Type = "ended", message.Channel }, stop).ConfigureAwait(false);
            }
            else if (message.Events)
            {
                await SendEventsAsync(message, stop).ConfigureAwait(false);
            }
            else if (message.Sources)
            {
                await SendSourcesAsync(message.Channel, stop).ConfigureAwait(false);
            }
            return null;
        }
        catch (RpcException e)
        {
            return $"The machine that watches it does not show it: {e.Status.Detail}";
        }
        catch (Exception e) when (!IsEnd(e))
        {
            LogBroken(log, viewer.Caller.Name, e);
            return "This subscription broke; the server's log says why.";
        }
    }

    private async Task SendMapsAsync(ClientMessage message, string source, CancellationToken stop)
    {
        var format = message is { Pictures: true, Maps: null } ? null : FormatOf(message.Maps ?? new())!;
        var head = new MapMessageHead(message.Channel, format);
        var wanted = new MapRequest(source, format, message.Pictures, message.Every, BeginsWithNewest: message.Pictures);
        await foreach (var followed in maps.FollowAsync(wanted, viewer, stop).ConfigureAwait(false))
        {
            var map = followed.Map;
            ReadOnlyMemory<byte>[] parts = (format, map.Picture) switch
            {
                (null, { } picture) => [picture],
                ({ } form, { } picture) => [map.Encode(form), picture],
                ({ } form, null) => [map.Encode(form)],
                _ => [],
            };
            await socket.SendAsync(buffer => head.Write(buffer, followed, time.GetElapsedTime(map.Facts.CapturedAt)), parts, stop).ConfigureAwait(false);
        }
    }

    private async Task SendEventsAsync(ClientMessage message, CancellationToken stop)
    {
        using var events = with.Events.Subscribe(EventHub.CapacityToGoOn, message.After);
        await foreach (var happened in events.ReadAllAsync(stop).ConfigureAwait(false))
        {
            if (with.CanSee(viewer.Caller, happened)) await socket.SendAsync(new { Type = "event", message.Channel, events.Skipped, Event = happened }, stop).ConfigureAwait(false);
        }
    }

    private async Task SendSourcesAsync(int channel, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(SourceList.Interval, time);
        var end = "}"u8.ToArray();
        byte[] last = [];
        await with.Remote.RefreshAsync(stop).ConfigureAwait(false);
        do
        {
            var now = list.Json(viewer.Caller);
            if (now.AsSpan().SequenceEqual(last)) continue;
            last = now;
            // Those who show how old something is may have another clock.
            var at = JsonSerializer.Serialize(time.GetUtcNow(), ServerJson.Options);
            var head = Encoding.ASCII.GetBytes(FormattableString.Invariant($$"""{"type":"sources","channel":{{channel}},"at":{{at}},"sources":"""));
            await socket.SendTextAsync([head, now, end], stop).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
    }

    // Of what is otherwise not understood: its answer must not end another subscription.
    private static int? ChannelIn(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement is { ValueKind: JsonValueKind.Object } message && message.TryGetProperty("channel", out var channel)
                && channel.ValueKind == JsonValueKind.Number && channel.TryGetInt32(out var number) ? number : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Task FailAsync(int? channel, string message, CancellationToken stop) =>
        socket.SendAsync(new { Type = "error", Channel = channel, Message = message }, stop);

    private static MapFormat? FormatOf(ClientMessage.WantedMaps wanted) =>
        MapFormat.Names.TryGetValue(wanted.Encoding, out var encoding) && wanted is { Width: >= 1 and <= MapFormat.MostSide, Height: >= 1 and <= MapFormat.MostSide }
            ? new MapFormat(encoding, wanted.Width, wanted.Height)
            : null;

    [LoggerMessage(Level = LogLevel.Error, Message = "A subscription of {Caller} broke")]
    private static partial void LogBroken(ILogger log, string caller, Exception cause);
}
