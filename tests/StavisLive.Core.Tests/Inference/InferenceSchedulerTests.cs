using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Inference;

/// <summary>One network for many streams.</summary>
public sealed class InferenceSchedulerTests
{
    [Fact]
    public async Task Serve_StreamsThatAreReady_ShareABatch()
    {
        var predictor = new CenterPredictor(permits: new SemaphoreSlim(0)) { BatchSize = 4 };
        var (scheduler, lanes) = await OpenAsync(predictor, 3);
        await using var owner = scheduler;
        await WriteAsync(lanes[0], 10); // keeps the network busy until the others are ready
        await Eventually.HoldsAsync(() => predictor.Batches.Count == 1);
        for (var index = 0; index < 3; index++) await WriteAsync(lanes[index], (byte)(20 + index));

        predictor.Permits!.Release(4);
        var values = new List<float>();
        foreach (var lane in lanes) values.AddRange(await ReadAsync(lane, lane == lanes[0] ? 2 : 1));

        Assert.Equal([10, 20, 21, 22], values);
        Assert.Equal([1, 2, 3], predictor.Batches.Last().Order());
    }

    [Fact]
    public async Task Serve_MoreStreamsThanABatchHolds_TakesTurns()
    {
        var predictor = new CenterPredictor(permits: new SemaphoreSlim(0)) { BatchSize = 2 };
        var (scheduler, lanes) = await OpenAsync(predictor, 3);
        await using var owner = scheduler;
        foreach (var lane in lanes)
        {
            await WriteAsync(lane, 1);
            await WriteAsync(lane, 2);
        }

        predictor.Permits!.Release(6);
        foreach (var lane in lanes) await ReadAsync(lane, 2);

        // Whoever was left out comes first in the next batch: within any two batches each stream was served.
        var batches = predictor.Batches.ToArray();
        Assert.All(batches.Zip(batches.Skip(1)).SkipLast(1), pair => Assert.Equal([1, 2, 3], pair.First.Concat(pair.Second).Distinct().Order()));
        Assert.All(batches, batch => Assert.Equal(batch.Length, batch.Distinct().Count()));
    }

    [Fact]
    public async Task Serve_PrioritiesBusyNetwork_GetStepsInProportion()
    {
        var predictor = new CenterPredictor(permits: new SemaphoreSlim(0));
        await using var scheduler = new InferenceScheduler(() => predictor, TimeProvider.System);
        scheduler.Start();
        await scheduler.Ready;
        InferenceLane[] lanes = [Open(scheduler, priority: 3), Open(scheduler, priority: 1)];

        var first = await TurnsAsync(predictor, lanes, moves: _ => false);

        Assert.InRange(first.Count(stream => stream == lanes[0].Id), 29, 31);
    }

    [Theory]
    [InlineData(NetworkShares.Even, 20)]
    [InlineData(NetworkShares.Motion, 32)]
    public async Task Serve_OneStreamMoves_GetsItsShareOfSteps(NetworkShares shares, int expected)
    {
        var predictor = new CenterPredictor(permits: new SemaphoreSlim(0));
        await using var scheduler = new InferenceScheduler(() => predictor, TimeProvider.System, shares);
        scheduler.Start();
        await scheduler.Ready;
        InferenceLane[] lanes = [Open(scheduler), Open(scheduler)];

        var first = await TurnsAsync(predictor, lanes, moves: lane => lane == lanes[0]);

        Assert.InRange(first.Count(stream => stream == lanes[0].Id), expected - 1, expected + 1);
    }

    [Fact]
    public async Task Serve_AStreamThatIsNotReady_IsNotWaitedForLong()
    {
        var predictor = new CenterPredictor { BatchSize = 4 };
        var (scheduler, lanes) = await OpenAsync(predictor, 2);
        await using var owner = scheduler;

        await WriteAsync(lanes[0], 7);

        Assert.Equal([7], await ReadAsync(lanes[0], 1));
    }

    [Fact]
    public async Task Serve_AStreamThatEnded_IsForgottenWhileOthersRun()
    {
        var predictor = new CenterPredictor();
        var (scheduler, lanes) = await OpenAsync(predictor, 2);
        await using var owner = scheduler;
        await WriteAsync(lanes[0], 5);
        lanes[0].CompleteWindows();

        Assert.Equal([5], await ReadAsync(lanes[0], 1));
        Assert.Null(await lanes[0].ReadMapAsync());
        Assert.Equal([1], predictor.Forgotten);
        await WriteAsync(lanes[1], 6);
        Assert.Equal([6], await ReadAsync(lanes[1], 1));
    }

    [Fact]
    public async Task Serve_StepsSideBySide_DeliversInOrder()
    {
        using var predictor = new HandOverPredictor { Concurrency = 2 };
        var (scheduler, lanes) = await OpenAsync(predictor, 1);
        await using var owner = scheduler;
        await WriteAsync(lanes[0], 1);
        await WriteAsync(lanes[0], 2);

        // The second ends while the first is still under way.
        await predictor.FinishAsync(2);
        await predictor.RestsAsync(2);
        Assert.Equal(0, lanes[0].Maps.Count);
        await predictor.FinishAsync(1);

        Assert.Equal([1, 2], await ReadAsync(lanes[0], 2));
    }

    [Fact]
    public async Task Serve_AStepThatFailsBesideAnother_EndsEveryStreamWithItsCause()
    {
        using var predictor = new HandOverPredictor { Concurrency = 2 };
        var (scheduler, lanes) = await OpenAsync(predictor, 2);
        await using var owner = scheduler;
        await WriteAsync(lanes[0], 1);
        await predictor.BegunAsync(1);
        await WriteAsync(lanes[1], 2);

        await predictor.FinishAsync(2, new InvalidOperationException("out of memory"));
        await predictor.FinishAsync(1);

        Assert.Equal([1], await ReadAsync(lanes[0], 1));
        foreach (var lane in lanes) Assert.Equal("out of memory", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await lane.ReadMapAsync())).Message);
    }

    [Fact]
    public async Task Serve_AStreamThatCannotBeForgotten_EndsEveryThread()
    {
        using var predictor = new HandOverPredictor { Concurrency = 2, ForgetFailure = new InvalidOperationException("driver gone") };
        var (scheduler, lanes) = await OpenAsync(predictor, 2);

        lanes[0].CompleteWindows();

        Assert.Equal("driver gone", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await lanes[1].ReadMapAsync())).Message);
        await scheduler.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private static async Task<(InferenceScheduler Scheduler, InferenceLane[] Lanes)> OpenAsync(ISaliencyPredictor predictor, int streams)
    {
        var scheduler = new InferenceScheduler(() => predictor, TimeProvider.System);
        scheduler.Start();
        await scheduler.Ready;
        return (scheduler, [.. Enumerable.Range(0, streams).Select(_ => Open(scheduler, priority: 1))]);
    }

    private static InferenceLane Open(InferenceScheduler scheduler, int priority = 1) =>
        (InferenceLane)scheduler.Open(new LaneOptions { IsLive = false, Priority = priority });

    /// <summary>Whose the first forty steps are, one at a time, all streams ready before each.</summary>
    private static async Task<List<int>> TurnsAsync(CenterPredictor predictor, InferenceLane[] lanes, Func<InferenceLane, bool> moves)
    {
        var feeding = lanes.Select(lane => Task.Run(async () =>
        {
            for (var window = 0; window < 40; window++) await WriteAsync(lane, 1, moves(lane));
            lane.CompleteWindows();
        })).ToList();
        var reading = lanes.Select(lane => ReadAsync(lane, 40)).ToList();
        for (var step = 1; step <= 40; step++)
        {
            await Eventually.HoldsAsync(() => lanes.All(lane => lane.Windows.Count > 0) && predictor.Batches.Count == step);
            predictor.Permits!.Release();
        }
        var first = predictor.Batches.Take(40).Select(batch => batch.Single()).ToList();
        predictor.Permits!.Release(40);
        await Task.WhenAll([.. feeding, .. reading]);
        return first;
    }

    private static async Task WriteAsync(InferenceLane lane, byte value, bool moves = false)
    {
        var window = NetworkWindow.Rent();
        window.Pictures.Fill(value);
        if (moves) window.Pictures[..^NetworkWindow.BytesPerFrame].Fill((byte)(value + 100));
        await lane.WriteAsync(new InferenceRequest(new WindowStep(0, window, AudioState.Off, MapState.Live), TimeSpan.Zero, 0), CancellationToken.None);
    }

    private static async Task<List<float>> ReadAsync(InferenceLane lane, int count)
    {
        List<float> values = [];
        while (values.Count < count)
        {
            var computed = Assert.NotNull(await lane.ReadMapAsync());
            values.Add(computed.Map.Values[0]);
            ComputedMap.Release(computed);
        }
        return values;
    }
}
