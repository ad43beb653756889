using StavisLive.Model.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference;

/// <summary>Lets float32 and bfloat16 run against each other on this processor and leaves the network in the faster one.</summary>
/// <remarks>
/// bfloat16 is twice to three times as fast where the processor has instructions for it, and many times slower where it has not;
/// no flag that .NET can read tells which.
/// </remarks>
internal static class PrecisionRace
{
    /// <summary>Measures one step each, after one that libtorch prepares its kernels in.</summary>
    /// <param name="network">The network, in float32 on the CPU.</param>
    /// <param name="step">Computes one window in a precision that the network is in.</param>
    /// <param name="time">The clock.</param>
    public static (ScalarType Precision, string Notice) Run(StavisNetwork network, Func<ScalarType, Tensor> step, TimeProvider time)
    {
        var single = Measure(step, float32, time);

        // Rounding to bfloat16 cannot be undone: the exact weights are kept until it has won.
        var exact = network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.alias().DetachFromDisposeScope());
        try
        {
            network.to(bfloat16);
            var half = Measure(step, bfloat16, time);
            var notice = $"One step takes {half.TotalMilliseconds:F0} ms in bfloat16 and {single.TotalMilliseconds:F0} ms in float32";
            if (half < single) return (bfloat16, $"{notice}: bfloat16 is used.");

            network.to(float32);
            network.load_state_dict(exact);
            return (float32, $"{notice}: float32 is used.");
        }
        finally
        {
            foreach (var tensor in exact.Values) tensor.Dispose();
        }
    }

    private static TimeSpan Measure(Func<ScalarType, Tensor> step, ScalarType precision, TimeProvider time)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        step(precision);
        var start = time.GetTimestamp();
        step(precision);
        return time.GetElapsedTime(start);
    }
}
