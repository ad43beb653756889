using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sinks;

public sealed class StreamHubTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StreamHub _hub = new("hall");
    private readonly TestFrames _frames = new();

    [Fact]
    public async Task Subscribe_BeforeTheStreamBegins_GetsEverything()
    {
        await using var subscription = Subscribe(FeedContent.Results);
        _hub.Begin(isLive: true);
        await PublishAsync(0, 3);
        _hub.End();

        Assert.Equal([0, 1, 2], await FramesOfAsync(subscription));
    }

    [Fact]
    public async Task Subscribe_Late_GetsWhatComesFromThenOn()
    {
        _hub.Begin(isLive: true);
        await PublishAsync(0, 3);
        await using var subscription = Subscribe(FeedContent.Results);
        await PublishAsync(3, 2);
        _hub.End();

        Assert.Equal([3, 4], await FramesOfAsync(subscription));
    }

    [Fact]
    public async Task Subscribe_LateToStates_GetsTheNewestOfBothFirst()
    {
        _hub.Begin(isLive: true);
        _hub.Publish(Change(SourceState.Connecting));
        _hub.Publish(Change(SourceState.Live));
        _hub.Publish(new AudioChange(AudioState.Silent, "silent for 10 s", DateTimeOffset.UnixEpoch));
        await using var subscription = Subscribe(FeedContent.States);
        _hub.Publish(Change(SourceState.Stalled));
        _hub.End();

        var items = await ItemsOfAsync(subscription);

        Assert.Equal(SourceState.Live, Assert.IsType<StreamItem.SourceChanged>(items[0]).Change.State);
        Assert.Equal(AudioState.Silent, Assert.IsType<StreamItem.AudioChanged>(items[1]).Change.State);
        Assert.Equal(SourceState.Stalled, Assert.IsType<StreamItem.SourceChanged>(items[2]).Change.State);
        Assert.Equal(3, items.Count);
    }

    [Fact]
    public async Task Subscribe_AfterTheEnd_HasEnded()
    {
        _hub.Begin(isLive: true);
        _hub.End();

        Assert.Empty(await ItemsOfAsync(Subscribe(FeedContent.Pictures | FeedContent.Audio | FeedContent.States)));
        Assert.Empty(_hub.Subscriptions);
    }

    [Fact]
    public async Task Subscribe_StreamThatNeverBegins_EndsWithIt()
    {
        await using var subscription = Subscribe(FeedContent.Results);
        var reading = ItemsOfAsync(subscription);
        _hub.End();

        Assert.Empty(await reading);
    }

    [Fact]
    public async Task PublishAsync_StuckSubscriberOfALiveStream_HoldsNobodyUpAndIsCounted()
    {
        var skipped = 0;
        _hub.Begin(isLive: true);
        await using var stuck = _hub.Subscribe(new SubscriptionOptions
        {
            Name = "stuck", Content = FeedContent.Pictures, Capacity = 2, WaitsOffline = true, Skipped = _ => skipped++,
        });
        await using var other = Subscribe(FeedContent.Results, capacity: 100);

        await PublishAsync(0, 100).WaitAsync(Patience);
        _hub.End();

        Assert.Equal((98, 98, 2), (skipped, stuck.Skipped, stuck.Waiting));
        Assert.Equal(100, (await FramesOfAsync(other)).Count);
        Assert.Equal([98, 99], await FramesOfAsync(stuck));
    }

    [Fact]
    public async Task PublishAsync_OfflineSubscriberThatWaits_GetsEverythingHoweverSlow()
    {
        _hub.Begin(isLive: false);
        await using var slow = _hub.Subscribe(new SubscriptionOptions { Name = "slow", Capacity = 1, WaitsOffline = true });

        var publishing = PublishAsync(0, 20);
        Assert.False(publishing.IsCompleted);
        var reading = FramesOfAsync(slow);
        await publishing.WaitAsync(Patience);
        _hub.End();

        Assert.Equal(20, (await reading).Count);
        Assert.Equal(0, slow.Skipped);
    }

    [Fact]
    public async Task DisposeAsync_SubscriberThatTheStreamWaitsFor_LetsItGoOn()
    {
        _hub.Begin(isLive: false);
        var leaving = _hub.Subscribe(new SubscriptionOptions { Name = "leaving", Capacity = 1, WaitsOffline = true });
        var publishing = PublishAsync(0, 20);
        Assert.False(publishing.IsCompleted);

        await leaving.DisposeAsync();

        await publishing.WaitAsync(Patience);
        Assert.Empty(_hub.Subscriptions);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadAllAsync_ReaderLeavesTheLoop_LetsTheStreamGoOn(bool throws)
    {
        _hub.Begin(isLive: false);
        var leaving = _hub.Subscribe(new SubscriptionOptions { Name = "leaving", Capacity = 1, WaitsOffline = true });
        var reading = Task.Run(async () =>
        {
            await foreach (var _ in leaving.ReadAllAsync())
            {
                if (throws) throw new InvalidOperationException("The database is gone.");
                break;
            }
        });

        var frames = await PublishAsync(0, 20).WaitAsync(Patience);

        if (throws) await Assert.ThrowsAsync<InvalidOperationException>(() => reading);
        else await reading;
        Assert.Empty(_hub.Subscriptions);
        Assert.Equal(0, leaving.Waiting);
        Assert.All(frames, frame => Assert.Equal(0, frame.Holders));
    }

    [Fact]
    public async Task LeaveBehind_SomebodyIsWaitedFor_EndsTheFeedForThatSubscriberAlone()
    {
        _hub.Begin(isLive: false);
        await using var stuck = _hub.Subscribe(new SubscriptionOptions { Name = "stuck", Capacity = 2, WaitsOffline = true });
        await using var other = Subscribe(FeedContent.Results, capacity: 100);
        var publishing = PublishAsync(0, 20);
        Assert.False(publishing.IsCompleted);

        Assert.Same(stuck, Assert.Single(_hub.LeaveBehind()));

        await publishing.WaitAsync(Patience);
        Assert.Same(other, Assert.Single(_hub.Subscriptions));
        _hub.End();
        Assert.Equal([0, 1], await FramesOfAsync(stuck));
        Assert.Equal(20, (await FramesOfAsync(other)).Count);
    }

    [Fact]
    public async Task LeaveBehind_NobodyElseIsWaitedFor_LeavesOutputsAndFullQueues()
    {
        _hub.Begin(isLive: false);
        await using var output = _hub.Subscribe(new SubscriptionOptions { Name = "overlay", Capacity = 1, WaitsOffline = true, IsOutput = true });
        await using var full = _hub.Subscribe(new SubscriptionOptions { Name = "full", Capacity = 1, WaitsOffline = true });
        await PublishAsync(0, 1);
        var publishing = PublishAsync(1, 1);
        Assert.False(publishing.IsCompleted);

        Assert.Empty(_hub.LeaveBehind());

        Assert.Equal([output, full], _hub.Subscriptions);
        _hub.End();
        await publishing.WaitAsync(Patience);
    }

    [Fact]
    public async Task PublishAsync_HundredSubscribersThatComeAndGo_GetTheirShareAndEveryBufferIsBack()
    {
        _hub.Begin(isLive: true);
        var counts = new int[100];
        var readers = Enumerable.Range(0, 100).Select(number => Task.Run(async () =>
        {
            await using var subscription = Subscribe(number % 2 == 0 ? FeedContent.Pictures : FeedContent.Results, capacity: 4);
            await foreach (var _ in subscription.ReadAllAsync())
            {
                // Every tenth leaves after its third item; the others stay to the end.
                if (++counts[number] == 3 && number % 10 == 0) break;
            }
        })).ToList();
        while (_hub.Subscriptions.Count < 100) await Task.Yield();

        var frames = await PublishAsync(0, 200);
        _hub.End();
        await Task.WhenAll(readers).WaitAsync(Patience);

        Assert.All(counts, count => Assert.InRange(count, 1, 200));
        Assert.All(frames, frame => Assert.Equal(0, frame.Holders));
    }

    [Fact]
    public async Task PublishAsync_ResultWithPictures_GivesEachSubscriberWhatItAskedFor()
    {
        _hub.Begin(isLive: true);
        await using var plain = Subscribe(FeedContent.Results);
        await using var pictures = Subscribe(FeedContent.Pictures);
        await using var networkPictures = Subscribe(FeedContent.NetworkPictures);

        await PublishAsync(7, 1, withNetworkPicture: true);
        await PublishAsync(8, 1);
        _hub.End();

        Assert.All(await ResultsOfAsync(plain), result => Assert.Equal((null, null), (result.Picture, result.NetworkPicture)));
        // The second result was made before its network picture was asked for.
        Assert.Equal([7], await FramesOfAsync(networkPictures));
        Assert.Equal([7, 8], await FramesOfAsync(pictures));
    }

    [Fact]
    public async Task Wants_ComesAndGoesWithTheSubscribers()
    {
        Assert.False(_hub.Wants(FeedContent.Pictures));
        var subscription = Subscribe(FeedContent.Pictures | FeedContent.Audio);
        Assert.True(_hub.Wants(FeedContent.Pictures));
        Assert.True(_hub.Wants(FeedContent.Audio));
        Assert.False(_hub.Wants(FeedContent.NetworkPictures));

        await subscription.DisposeAsync();

        Assert.False(_hub.Wants(FeedContent.Pictures));
    }

    [Fact]
    public async Task PublishAsync_Audio_ReachesThoseWhoWantIt()
    {
        _hub.Begin(isLive: true);
        await using var listener = Subscribe(FeedContent.Audio);
        await using var viewer = Subscribe(FeedContent.Results);
        var (block, packet) = (AudioBlock.Rent(10), AudioPacket.Rent(5));

        await _hub.PublishAsync(block);
        await _hub.PublishAsync(packet);
        block.Dispose();
        packet.Dispose();
        Assert.Equal((1, 1), (block.Holders, packet.Holders));
        _hub.End();

        var items = await ItemsOfAsync(listener);
        Assert.Equal(10, Assert.IsType<StreamItem.Samples>(items[0]).Block.Count);
        Assert.Equal(5, Assert.IsType<StreamItem.Packet>(items[1]).Content.Count);
        Assert.Equal((0, 0), (block.Holders, packet.Holders));
        Assert.Empty(await ItemsOfAsync(viewer));
    }

    [Fact]
    public async Task ReadAllAsync_ItemKept_LivesOn()
    {
        _hub.Begin(isLive: true);
        await using var subscription = Subscribe(FeedContent.Pictures);
        var frame = Assert.Single(await PublishAsync(5, 1));
        _hub.End();

        StreamItem? kept = null;
        await foreach (var item in subscription.ReadAllAsync()) kept = item.Share();

        Assert.Equal((1, (byte)5), (frame.Holders, frame.Pixels[0]));
        kept!.Dispose();
        Assert.Equal(0, frame.Holders);
    }

    [Fact]
    public async Task ReadAllAsync_Cancelled_LeavesTheSubscription()
    {
        _hub.Begin(isLive: true);
        await using var subscription = Subscribe(FeedContent.Results);
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            await foreach (var _ in subscription.ReadAllAsync(stop.Token)) await stop.CancelAsync();
        });
        await PublishAsync(0, 1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Patience));
    }

    [Fact]
    public void Subscribe_NoRoom_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _hub.Subscribe(new SubscriptionOptions { Name = "x", Capacity = 0 }));

    private Subscription Subscribe(FeedContent content, int capacity = 8) =>
        _hub.Subscribe(new SubscriptionOptions { Name = "test", Content = content, Capacity = capacity });

    private async Task<List<VideoFrame>> PublishAsync(int first, int count, bool withNetworkPicture = false)
    {
        var frames = new List<VideoFrame>();
        for (var index = first; index < first + count; index++)
        {
            var frame = _frames.Make(index, MediaTime.FromSeconds(index / 25.0));
            frames.Add(frame);
            using var result = new SaliencyResult
            {
                Stream = "hall",
                FrameIndex = index,
                PresentationTime = frame.PresentationTime,
                CapturedAt = 0,
                MapSlot = index,
                CaptureToMap = TimeSpan.Zero,
                LookAhead = TimeSpan.Zero,
                Alignment = MapAlignment.Center,
                State = MapState.Live,
                Audio = AudioState.Present,
                Stages = null,
                Map = SaliencyMap.Rent(),
                Picture = frame,
                NetworkPicture = withNetworkPicture ? NetworkPicture.Of(new byte[NetworkWindow.BytesPerFrame]) : null,
            };
            await _hub.PublishAsync(result);
        }
        return frames;
    }

    private static SourceStateChange Change(SourceState state) => new(state, null, DateTimeOffset.UnixEpoch, 1);

    private static async Task<List<StreamItem>> ItemsOfAsync(Subscription subscription)
    {
        var items = new List<StreamItem>();
        await foreach (var item in subscription.ReadAllAsync()) items.Add(item);
        return items;
    }

    private static async Task<List<SaliencyResult>> ResultsOfAsync(Subscription subscription) =>
        [.. (await ItemsOfAsync(subscription)).Cast<StreamItem.Result>().Select(item => item.Value)];

    private static async Task<List<long>> FramesOfAsync(Subscription subscription) =>
        [.. (await ResultsOfAsync(subscription)).Select(result => result.FrameIndex)];
}
