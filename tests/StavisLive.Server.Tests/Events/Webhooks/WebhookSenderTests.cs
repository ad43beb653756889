using System.Text;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Configuration.Publishing;
using StavisLive.Server.Events;
using StavisLive.Server.Events.Webhooks;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Events.Webhooks;

public sealed class WebhookSenderTests : IAsyncDisposable
{
    private const string Secret = "0123456789abcdef";

    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);

    private readonly EventHub _events = new(new FakeTimeProvider(DateTimeOffset.UnixEpoch));
    private readonly EventLog<WebhookSender> _log = new();

    // Waits between tries are short, the limit of a call is not.
    private RecordedTime _time = new(asked => asked == CallLimit ? Eventually.Patience : TimeSpan.FromMilliseconds(1));
    private WebhookSenders? _sender;

    private IReadOnlyList<TimeSpan> Waits => [.. _time.Asked.Where(asked => asked != CallLimit)];

    [Fact]
    public async Task Publish_Event_IsPostedAsJsonAndSigned()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await StartAsync(receiver.Address + "/hook");
        _events.Publish(new AttentionEvent
        {
            Kind = "zone-left", Source = "hall", At = new DateTimeOffset(2026, 1, 1, 13, 0, 3, 200, TimeSpan.FromHours(1)), Zone = "door", Peak = new(0.2, 0.3), Seconds = 1.5,
        });
        var call = await receiver.NextAsync();
        Assert.Equal(("POST", "/hook", "application/json"), (call.Method, call.Path, call["Content-Type"]));
        Assert.Equal(
            """{"id":1,"kind":"zone-left","source":"hall","at":"2026-01-01T12:00:03.2Z","zone":"door","peak":[0.2,0.3],"seconds":1.5,"entropy":null,"state":null,"reason":null}""",
            Encoding.UTF8.GetString(call.Body));
        Assert.Equal("zone-left", call["X-StavisLive-Event"]);
        Assert.True(Guid.TryParse(call["X-StavisLive-Delivery"], out _));
        Assert.InRange(long.Parse(call["X-StavisLive-Timestamp"]), 1_700_000_000, long.MaxValue);
        Assert.Equal(WebhookSignature.Of(Secret, call["X-StavisLive-Timestamp"], call.Body), call["X-StavisLive-Signature"]);
    }

    [Fact]
    public async Task Publish_NoSecret_IsNotSigned()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await StartAsync(receiver.Address, secret: null);
        Publish("spread");
        Assert.Equal("", (await receiver.NextAsync())["X-StavisLive-Signature"]);
    }

    [Fact]
    public async Task Publish_FailsTwice_IsTriedAgainAsTheSameDelivery()
    {
        await using var receiver = await HookReceiver.StartAsync(500, 503);
        await StartAsync(receiver.Address);
        Publish("spread");
        var calls = await receiver.NextAsync(3);
        Assert.Single(calls.Select(call => call["X-StavisLive-Delivery"]).Distinct());
        Assert.Equal(2, Waits.Count);
        Assert.InRange(Waits[0].TotalSeconds, 0.5, 1);
        Assert.InRange(Waits[1].TotalSeconds, 1, 2);
        Assert.Empty(_log.Lines);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    public async Task Publish_BusyReceiver_IsTriedAgain(int status)
    {
        await using var receiver = await HookReceiver.StartAsync(status);
        await StartAsync(receiver.Address);
        Publish("spread");
        await receiver.NextAsync();
        Assert.Equal(1, (await receiver.NextAsync()).Id);
    }

    [Fact]
    public async Task Publish_Refused_IsNotTriedAgainAndToldOnce()
    {
        await using var receiver = await HookReceiver.StartAsync(400, 404);
        await StartAsync(receiver.Address);
        Publish("spread", "audio-lost", "audio-found");
        Assert.Equal([1, 2, 3], (await receiver.NextAsync(3)).Select(call => call.Id));
        await Eventually.HoldsAsync(() => _log.Lines.Count == 2);
        Assert.StartsWith($"Warning publish.webhooks[0] ({receiver.Address}) was not told of spread (event 1), tries: 1: it answers 400.", _log.Lines[0]);
        Assert.Equal($"Information publish.webhooks[0] ({receiver.Address}) takes events again", _log.Lines[1]);
        Assert.Empty(Waits);
    }

    [Fact]
    public async Task Publish_Redirected_IsNotFollowed()
    {
        await using var receiver = await HookReceiver.StartAsync((number, context) =>
        {
            if (number == 0) context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        await StartAsync(receiver.Address + "/hook");
        Publish("spread", "spread");
        Assert.Equal(["/hook", "/hook"], (await receiver.NextAsync(2)).Select(call => call.Path));
        Assert.Contains("302, a redirection, which is not followed", _log.Lines[0]);
    }

    [Fact]
    public async Task Publish_ReceiverHangs_IsTriedAgain()
    {
        await using var receiver = await HookReceiver.StartAsync(
            (number, context) => number == 0 ? Task.Delay(Timeout.Infinite, context.RequestAborted) : Task.CompletedTask);
        await StartAsync(receiver.Address);
        Publish("spread");
        Assert.Equal(1, (await receiver.NextAsync()).Id);
        // The first call's limit is over: not before it has come in, which may take long.
        _time.Timers[0].Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        Assert.Equal(1, (await receiver.NextAsync()).Id);
        Assert.Single(Waits);
    }

    [Fact]
    public async Task Publish_EndlessAnswer_HoldsNothingUp()
    {
        await using var receiver = await HookReceiver.StartAsync(async (number, context) =>
        {
            while (number == 0 && !context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(new byte[4096], context.RequestAborted);
        });
        await StartAsync(receiver.Address);
        Publish("spread", "spread");
        Assert.Equal([1, 2], (await receiver.NextAsync(2)).Select(call => call.Id));
    }

    [Fact]
    public async Task Publish_NobodyListens_IsGivenUpAfterTenTries()
    {
        var port = FreePort.Next();
        await StartAsync($"http://127.0.0.1:{port}");
        Publish("spread");
        await Eventually.HoldsAsync(() => _log.Lines.Count == 1);
        Assert.Contains("tries: 10: Connection refused", _log.Lines[0]);
        Assert.Equal(9, Waits.Count);
        double[] longest = [1, 2, 4, 8, 16, 32, 60, 60, 60];
        Assert.All(Waits.Zip(longest), wait => Assert.InRange(wait.First.TotalSeconds, wait.Second / 2, wait.Second));

        await using var receiver = await HookReceiver.StartAsync(answer: null, port);
        Publish("audio-lost");
        Assert.Equal(2, (await receiver.NextAsync()).Id);
        await Eventually.HoldsAsync(() => _log.Lines.Count == 2);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("86400", 300)]
    public async Task Publish_AskedToWait_WaitsThatLongButNoLongerThanFiveMinutes(string asked, double expected)
    {
        await using var receiver = await HookReceiver.StartAsync((number, context) =>
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = number == 0 ? (429, asked) : (200, "");
            return Task.CompletedTask;
        });
        await StartAsync(receiver.Address);
        Publish("spread");
        await receiver.NextAsync();
        await receiver.NextAsync();
        // Nobody waits for nothing by a clock.
        Assert.Equal(expected, Waits.SingleOrDefault().TotalSeconds);
    }

    [Fact]
    public async Task Publish_ManyWithFailures_KeepTheirOrder()
    {
        await using var receiver = await HookReceiver.StartAsync([.. Enumerable.Range(0, 60).Select(number => number % 3 == 1 ? 500 : 200)]);
        await StartAsync(receiver.Address);
        Publish([.. Enumerable.Repeat("spread", 40)]);
        var numbers = (await receiver.NextAsync(60)).Select(call => call.Id).ToList();
        Assert.Equal(Enumerable.Range(1, 40).Select(number => (long)number), numbers.Distinct());
        Assert.Equal(numbers.Order(), numbers);
    }

    [Fact]
    public async Task Publish_MoreThanWait_NewestWinAndTheLossIsToldOnce()
    {
        var gate = new TaskCompletionSource();
        await using var receiver = await HookReceiver.StartAsync((number, _) => number == 0 ? gate.Task : Task.CompletedTask);
        await StartAsync(receiver.Address);
        Publish("spread");
        await receiver.NextAsync();
        Publish([.. Enumerable.Repeat("spread", 1500)]);
        gate.SetResult();
        Assert.Equal(502, (await receiver.NextAsync()).Id);
        for (var number = 503; number <= 1501; number++) Assert.Equal(number, (await receiver.NextAsync()).Id);
        Assert.Equal([$"Warning publish.webhooks[0] ({receiver.Address}) is too slow: 500 events were lost for it"], _log.Lines);
    }

    [Fact]
    public async Task Publish_KindsAreChosen_OthersAreLeftOut()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await StartAsync(receiver.Address, kinds: ["spread", "audio-lost"]);
        Publish("zone-entered", "spread", "zone-left", "audio-lost");
        Assert.Equal(["spread", "audio-lost"], (await receiver.NextAsync(2)).Select(call => call["X-StavisLive-Event"]));
    }

    [Fact]
    public async Task Publish_AddressWithSecrets_AreUsedButNeverTold()
    {
        await using var receiver = await HookReceiver.StartAsync(404);
        await StartAsync($"{receiver.Address.Replace("//", "//user:p%40ssword@")}/services/T0ken?key=s3cret");
        Publish("spread");
        var call = await receiver.NextAsync();
        Assert.Equal("Basic " + Convert.ToBase64String("user:p@ssword"u8), call["Authorization"]);
        await Eventually.HoldsAsync(() => _log.Lines.Count == 1);
        Assert.All(["p@ssword", "p%40ssword", "T0ken", "s3cret", Secret], secret => Assert.DoesNotContain(secret, _log.All));
    }

    [Fact]
    public async Task Stop_WhileWaiting_EndsAtOnce()
    {
        _time = new RecordedTime(_ => Eventually.Patience);
        await using var receiver = await HookReceiver.StartAsync(500);
        await StartAsync(receiver.Address);
        Publish("spread");
        await receiver.NextAsync();
        await Eventually.HoldsAsync(() => Waits.Count == 1);
        await _sender!.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
        await Eventually.HoldsAsync(() => _events.SubscriptionCount == 0);
    }

    [Fact]
    public async Task Stop_ReceiverIsBack_GetsWhatWaited()
    {
        _time = new RecordedTime(_ => Eventually.Patience);
        await using var receiver = await HookReceiver.StartAsync(503);
        await StartAsync(receiver.Address);
        Publish("spread", "zone-left");
        await receiver.NextAsync();
        await Eventually.HoldsAsync(() => Waits.Count == 1);
        await _sender!.StopAsync(CancellationToken.None);
        Assert.Equal([1, 2], (await receiver.NextAsync(2)).Select(call => call.Id));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Stop_ReceiverRefuses_GetsOneTryMoreEachAndTheirNumberIsTold()
    {
        _time = new RecordedTime(_ => Eventually.Patience);
        await using var receiver = await HookReceiver.StartAsync((_, context) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        await StartAsync(receiver.Address);
        Publish("spread", "spread", "zone-left");
        await receiver.NextAsync();
        await Eventually.HoldsAsync(() => Waits.Count == 1);
        await _sender!.StopAsync(CancellationToken.None);
        Assert.Equal([1, 2, 3], (await receiver.NextAsync(3)).Select(call => call.Id));
        Assert.Equal(4, receiver.Count);
        Assert.Equal([$"Warning publish.webhooks[0] ({receiver.Address}) was not told of 3 events before the program ended: it answers 500"], _log.Lines);
    }

    [Fact]
    public async Task Stop_ManyReceiversHang_AreWaitedForTogetherAndNotForLong()
    {
        _time = new RecordedTime(_ => Eventually.Patience);
        await using var receiver = await HookReceiver.StartAsync((_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await StartAsync([.. Enumerable.Repeat(new WebhookConfig { Url = receiver.Address }, 10)]);
        Publish("spread", "zone-left");
        await receiver.NextAsync(10);
        // Two seconds for all of them, and what a busy machine adds.
        await _sender!.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(15));
        Assert.Equal(10, _log.Lines.Count);
        Assert.All(_log.Lines, line => Assert.EndsWith("was not told of 2 events before the program ended: it has not answered in time", line));
    }

    public async ValueTask DisposeAsync()
    {
        if (_sender is null) return;
        await _sender.StopAsync(CancellationToken.None);
        _sender.Dispose();
    }

    private async Task StartAsync(string url, string? secret = Secret, string[]? kinds = null)
    {
        await StartAsync(new WebhookConfig { Url = url, Secret = secret, Events = [.. kinds ?? []] });
    }

    private async Task StartAsync(params IReadOnlyList<WebhookConfig> hooks)
    {
        _sender = new WebhookSenders([.. hooks.Select((hook, index) => new WebhookSender(hook, index, _events, _time, _log))]);
        await _sender.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => _events.SubscriptionCount == hooks.Count);
    }

    private void Publish(params string[] kinds)
    {
        foreach (var kind in kinds) _events.Publish(new AttentionEvent { Kind = kind, Source = "hall", At = default });
    }
}
