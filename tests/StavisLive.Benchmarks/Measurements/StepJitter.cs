using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Model.Checkpoints;
using StavisLive.Model.Inference;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Native;
using static TorchSharp.torch;

namespace StavisLive.Benchmarks.Measurements;

/// <summary>How much longer than usual a step takes at times, beside arithmetic that touches no memory: what the machine itself adds to both.</summary>
internal static class StepJitter
{
    private const int Steps = 2000;
    private const int WarmUpSteps = 100;

    // About as many as a step has calls of the library whose threads wait for each other.
    private const int Parts = 50;

    /// <summary>Measures the default weights in bfloat16, a step and as much arithmetic in turns.</summary>
    public static void Measure(TextWriter output)
    {
        TorchRuntime.EnsureLoaded();
        var network = WeightsFile.Load(Path.Combine(AppContext.BaseDirectory, "weights", "stavis-default.safetensors"), false).Network;
        using var predictor = new SaliencyPredictor(network, new PredictorOptions { Device = ComputeDevice.Cpu, Precision = InferencePrecision.Bf16, Concurrency = 1 });
        using var stream = new ProbeStream(0);
        var (steps, arithmetic) = (new LatencyRecorder(), new LatencyRecorder());
        var turns = TurnsFor(() => Step(predictor, stream));
        for (var step = 0; step < Steps; step++)
        {
            steps.Record(Step(predictor, stream));
            arithmetic.Record(Compute(turns));
        }
        Write("step", steps.Snapshot());
        Write("arithmetic", arithmetic.Snapshot());

        void Write(string what, LatencyDistribution times) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-12} p50 {times.P50:0.0} ms  p95 {times.P95:0.0} ms  p99 {times.P99:0.0} ms  max {times.Max:0.0} ms  p99/p50 {times.P99 / times.P50:0.00}"));
    }

    private static TimeSpan Step(SaliencyPredictor predictor, ProbeStream stream)
    {
        stream.Next();
        using var map = SaliencyMap.Rent();
        var begun = Stopwatch.GetTimestamp();
        predictor.Predict([stream.Window], [map], () => { });
        return Stopwatch.GetElapsedTime(begun);
    }

    // As many as take a step's time, in turns with steps as they are measured.
    private static int TurnsFor(Func<TimeSpan> step)
    {
        var turns = 100_000;
        for (var round = 0; round < WarmUpSteps; round++) turns = (int)(turns * Math.Clamp(step() / Compute(turns), 0.8, 1.25));
        return turns;
    }

    private static TimeSpan Compute(int turns)
    {
        var begun = Stopwatch.GetTimestamp();
        for (var part = 0; part < Parts; part++) OpenMpTeam.For(get_num_threads(), _ => Turn(turns));
        return Stopwatch.GetElapsedTime(begun);
    }

    // Not compiled anew while it is measured.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Turn(int turns)
    {
        var value = 1.0;
        for (var turn = 0; turn < turns; turn++) value = (value * 1.0000001) + 1e-9;
        return value;
    }
}
