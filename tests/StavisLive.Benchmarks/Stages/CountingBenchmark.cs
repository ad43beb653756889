using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Sessions;

namespace StavisLive.Benchmarks.Stages;

/// <summary>What counting and timing a frame and its map costs a stream, with and without somebody who listens to the meter.</summary>
public class CountingBenchmark
{
    private readonly SessionMetrics _metrics = new("counted", TimeProvider.System);
    private readonly MeterListener _listener = new();

    [Params(false, true)]
    public bool IsListenedTo { get; set; }

    [GlobalSetup]
    public void Listen()
    {
        if (!IsListenedTo) return;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Telemetry.Name) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => { });
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => { });
        _listener.Start();
    }

    [GlobalCleanup]
    public void Leave() => _listener.Dispose();

    [Benchmark]
    public void Frame()
    {
        _metrics.Resize.Record(TimeSpan.FromMilliseconds(0.4));
        _metrics.CountFrameIn();
        _metrics.CountMapOut();
        _metrics.Wait.Record(TimeSpan.FromMilliseconds(2));
        _metrics.Network.Record(TimeSpan.FromMilliseconds(40));
        _metrics.CountFrameOut(1, TimeSpan.FromMilliseconds(80));
        _metrics.Skip(SkipReason.ModelBusy);
    }
}
