using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using StavisLive.Core.Queues;
using ThreadState = System.Threading.ThreadState;

namespace StavisLive.Core.Tests.Queues;

/// <summary>Every item reaches the reader or is released, and never both.</summary>
public sealed class StageQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task WriteAsync_CancelledWhileItBeginsToWait_OwnsTheItemOnce()
    {
        // On a quiet machine two turns of three come about as they should, and one of those is enough four times in five where the item
        // is owned twice. On a busy one the threads may run as they please.
        var staged = 0;
        for (var turn = 0; staged < 4 && turn < 12; turn++)
        {
            if (await CancelAtTheStartAsync()) staged++;
        }
        Assert.SkipWhen(staged == 0, "The machine is so busy that the write never came to wait for the channel's lock.");
    }

    [Fact]
    public async Task WriteAsync_ClosedWithACauseWhileItWaits_ReleasesTheItemAndTellsTheReader()
    {
        List<int> released = [];
        var queue = new StageQueue<int>("test", 1, FullMode.Wait, released.Add);
        await queue.WriteAsync(0);
        var writing = queue.WriteAsync(1);

        queue.Complete(new InvalidOperationException("broken"));
        await writing;

        Assert.Equal([1], released);
        Assert.True(queue.TryRead(out _));
        await Assert.ThrowsAsync<InvalidOperationException>(() => queue.WaitToReadAsync().AsTask());
    }

    [Fact]
    public async Task WriteAsync_Full_WaitsForRoomAndKeepsTheOrder()
    {
        var queue = new StageQueue<int>("test", 1, FullMode.Wait, _ => { });
        await queue.WriteAsync(0);
        var writing = queue.WriteAsync(1).AsTask();
        Assert.False(writing.IsCompleted);
        Assert.True(queue.IsWaitedFor);

        Assert.True(queue.TryRead(out var first));
        await writing.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.False(queue.IsWaitedFor);

        Assert.True(queue.TryRead(out var second));
        Assert.Equal((0, 1, 2L), (first, second, queue.Written));
    }

    [Fact]
    public async Task WriteAsync_TooHeavyTogether_TheOldestMakeRoom()
    {
        List<int> dropped = [];
        List<int> released = [];
        var queue = new StageQueue<int>("test", 8, FullMode.DropOldest, released.Add, dropped.Add, weigh: item => item, mostWeight: 10);

        foreach (var weight in (int[])[4, 5, 3, 20, 6]) await queue.WriteAsync(weight);

        Assert.True(queue.TryRead(out var only));
        Assert.Equal((6, 0, 4L), (only, queue.Count, queue.Dropped));
        Assert.Equal([4, 5, 3, 20], dropped);
        Assert.Equal(dropped, released);
    }

    [Fact]
    public async Task WriteAsync_HeavyOnesWereReadOrPushedOut_TheyWeighNothingAnyMore()
    {
        var queue = new StageQueue<int>("test", 2, FullMode.DropOldest, _ => { }, weigh: item => item, mostWeight: 10);
        foreach (var weight in (int[])[5, 5, 5]) await queue.WriteAsync(weight);
        Assert.True(queue.TryRead(out _));

        await queue.WriteAsync(5);

        Assert.Equal((2, 1L), (queue.Count, queue.Dropped));
    }

    /// <summary>Cancels a write between its look at the token and its beginning to wait. False if it did not come to that.</summary>
    /// <remarks>
    /// Every step needs the channel's lock, and threads that have waited for it for a tenth of a second get it in their order: the
    /// write's first try, the cancellation, what is left of the write, the reader.
    /// </remarks>
    private static async Task<bool> CancelAtTheStartAsync()
    {
        ConcurrentBag<int> seen = [];
        var queue = new StageQueue<int>("test", 2, FullMode.Wait, seen.Add);
        await queue.WriteAsync(0);
        await queue.WriteAsync(1);
        using var cancellation = new CancellationTokenSource();
        var token = cancellation.Token;
        var channelLock = LockOf(queue);
        var writing = Task.CompletedTask;
        var isStaged = false;
        var writer = new Thread(() => writing = queue.WriteAsync(2, token).AsTask());
        var reader = new Thread(() => Read(queue, seen));
        var canceller = new Thread(() =>
        {
            lock (channelLock)
            {
                isStaged = IsBlocked(writer);
                cancellation.Cancel();
                StartAndLetWait(reader);
            }
        });

        lock (channelLock)
        {
            StartAndLetWait(writer);
            StartAndLetWait(canceller);
        }
        foreach (var thread in (Thread[])[writer, canceller, reader]) Assert.True(thread.Join(Patience));
        // Cancelled, or written where the reader made room in time.
        await writing.WaitAsync(Patience, TestContext.Current.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        queue.Drain();

        Assert.Equal([0, 1, 2], seen.Order());
        return isStaged;
    }

    private static void Read(StageQueue<int> queue, ConcurrentBag<int> seen)
    {
        while (queue.TryRead(out var item)) seen.Add(item);
    }

    private static object LockOf(StageQueue<int> queue)
    {
        return Field(Field(queue, "_channel"), "_items");

        static object Field(object owner, string name)
        {
            var value = owner.GetType().GetField(name, BindingFlags.NonPublic | BindingFlags.Instance)?.GetValue(owner);
            Assert.SkipWhen(value is null, $"{owner.GetType()} has no {name} any more: the race that is tried here needs another way to its lock.");
            return value;
        }
    }

    private static void StartAndLetWait(Thread thread)
    {
        thread.Start();
        Assert.True(IsBlocked(thread));
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMilliseconds(120)) Thread.Yield();
    }

    private static bool IsBlocked(Thread thread)
    {
        SpinWait.SpinUntil(() => thread.ThreadState == ThreadState.WaitSleepJoin || !thread.IsAlive, Patience);
        return thread.IsAlive;
    }
}
