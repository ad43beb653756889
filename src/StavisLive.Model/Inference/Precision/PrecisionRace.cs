using System.Runtime.InteropServices;
using StavisLive.Core.Media;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Inference.Engine.Streaming;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Precision;

/// <summary>Lets an engine in float32 and one in bfloat16 run against each other on this processor.</summary>
/// <remarks>
/// bfloat16 is twice as fast where the processor has instructions for it, and slower where it has not; no flag that .NET can read tells which.
/// </remarks>
internal static class PrecisionRace
{
    // The best of a few: what disturbs a step only makes it longer.
    private const int Steps = 3;

    private const int ProbeStreamId = -1;

    /// <summary>Measures both, warm, and compares their maps of the same window.</summary>
    public static PrecisionVerdict Run(SaliencyEngine single, SaliencyEngine half, TimeProvider time)
    {
        var expected = new float[SaliencyMap.Length];
        var actual = new float[SaliencyMap.Length];
        var singleTime = Measure(single, time, expected);
        var halfTime = Measure(half, time, actual);
        var (correlation, difference) = MapAgreement.Of(expected, actual);
        return new PrecisionVerdict(singleTime.TotalMilliseconds, halfTime.TotalMilliseconds, correlation, difference);
    }

    private static TimeSpan Measure(SaliencyEngine engine, TimeProvider time, Span<float> map)
    {
        var best = TimeSpan.MaxValue;
        using var inference = inference_mode();
        using var stream = new ProbeStream(ProbeStreamId);
        for (var step = -StreamStem.StepsToSettle; step < Steps; step++)
        {
            using var scope = NewDisposeScope();
            var begun = time.GetTimestamp();
            var logits = engine.Finish(engine.Begin([stream.Window]));
            var duration = time.GetElapsedTime(begun);
            if (step >= 0 && duration < best) best = duration;
            MemoryMarshal.Cast<byte, float>(logits.sigmoid_().bytes).CopyTo(map);
            stream.Next();
        }
        engine.Forget(ProbeStreamId);
        return best;
    }
}
