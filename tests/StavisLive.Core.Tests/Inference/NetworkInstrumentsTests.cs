using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Tests.Diagnostics;
using StavisLive.Core.Windowing;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Inference;

/// <summary>What the meter tells of the network, which is the process's and no stream's: no other network may run beside these tests.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class NetworkInstrumentsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordedMeter _meter = new(source: null);

    public void Dispose() => _meter.Dispose();

    [Fact]
    public async Task Serve_OneOfTwoThreadsBusy_IsHalfOfTheNetworkAndFades()
    {
        using var permits = new SemaphoreSlim(0);
        var predictor = new CenterPredictor(permits: permits) { Concurrency = 2 };
        await using (var scheduler = new InferenceScheduler(() => predictor, _time))
        {
            scheduler.Start();
            await scheduler.Ready;
            Assert.Equal(0, Utilisation());
            var lane = scheduler.Open(new LaneOptions { IsLive = false });
            await WriteAsync(lane);
            await Eventually.HoldsAsync(() => !predictor.Batches.IsEmpty);

            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(0.5, Utilisation()!.Value, 1e-4);

            permits.Release();
            ComputedMap.Release((await lane.ReadMapAsync())!.Value);
            _time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(0.5 * Math.Exp(-1), Utilisation()!.Value, 1e-4);
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(0, Utilisation()!.Value, 1e-4);
        }
        Assert.Null(Utilisation());
    }

    [Fact]
    public async Task Serve_WindowsOfSeveralStreams_CountsTheMaps()
    {
        await using var scheduler = new InferenceScheduler(() => new CenterPredictor { BatchSize = 2 }, TimeProvider.System);
        scheduler.Start();
        for (var stream = 0; stream < 3; stream++)
        {
            var lane = scheduler.Open(new LaneOptions { IsLive = false });
            await WriteAsync(lane);
            ComputedMap.Release((await lane.ReadMapAsync())!.Value);
        }

        Assert.Equal(3, _meter.Sum("stavis.network.steps"));
    }

    private double? Utilisation() => _meter.Read()("stavis.network.utilisation");

    private static ValueTask WriteAsync(IInferenceLane lane) => lane.WriteAsync(
        new InferenceRequest(new WindowStep(0, NetworkWindow.Rent(), AudioState.Off, MapState.Live), TimeSpan.Zero, 0), CancellationToken.None);
}
