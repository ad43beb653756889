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

    // No disturbance is thought to make up for this: every step more is one that the first map waits for.
    private const double ClearLead = 1.5;

    // libtorch traces a method's first call and rewrites it at the second, also those that only a settled stream calls.
    private const int WarmUpSteps = StreamStem.StepsToSettle + 2;

    /// <summary>Measures both and compares their maps of the same window; both are warm then.</summary>
    /// <param name="single">In float32; need not be warm.</param>
    /// <param name="half">In bfloat16; need not be warm.</param>
    /// <param name="time">The clock.</param>
    public static PrecisionVerdict Run(SaliencyEngine single, SaliencyEngine half, TimeProvider time)
    {
        using var ofSingle = new Runner(single, time);
        using var ofHalf = new Runner(half, time);
        for (var step = -WarmUpSteps; step < Steps && !HasClearLead(ofSingle.Best, ofHalf.Best); step++)
        {
            ofSingle.Step(isMeasured: step >= 0);
            ofHalf.Step(isMeasured: step >= 0);
        }
        var (correlation, difference) = MapAgreement.Of(ofSingle.Map, ofHalf.Map);
        return new PrecisionVerdict(ofSingle.Best.TotalMilliseconds, ofHalf.Best.TotalMilliseconds, correlation, difference);
    }

    private static bool HasClearLead(TimeSpan one, TimeSpan other) => Math.Max(one / other, other / one) >= ClearLead;

    private sealed class Runner(SaliencyEngine engine, TimeProvider time) : IDisposable
    {
        // A stream of the engine's that no source has.
        private const int ProbeStreamId = -1;

        private readonly ProbeStream _stream = new(ProbeStreamId);

        public TimeSpan Best { get; private set; } = TimeSpan.MaxValue;

        /// <summary>Of the last step.</summary>
        public float[] Map { get; } = new float[SaliencyMap.Length];

        public void Step(bool isMeasured)
        {
            using var inference = inference_mode();
            using var scope = NewDisposeScope();
            var begun = time.GetTimestamp();
            var logits = engine.Finish(engine.Begin([_stream.Window]));
            var duration = time.GetElapsedTime(begun);
            if (isMeasured && duration < Best) Best = duration;
            MemoryMarshal.Cast<byte, float>(logits.sigmoid_().bytes).CopyTo(Map);
            _stream.Next();
        }

        public void Dispose()
        {
            engine.Forget(ProbeStreamId);
            _stream.Dispose();
        }
    }
}
