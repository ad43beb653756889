using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Inference.Precision;
using StavisLive.Model.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference;

/// <summary>The engine that a wish for a precision comes to on a device.</summary>
/// <param name="Engine">Warm; the caller owns it.</param>
/// <param name="Notices">Sentences for people about what could not be had or was decided by measuring.</param>
internal sealed record EngineChoice(SaliencyEngine Engine, IReadOnlyList<string> Notices)
{
    /// <summary>Makes it.</summary>
    /// <param name="network">In evaluation mode, float32, on the CPU; borrowed.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="wish">What to compute in.</param>
    /// <param name="memory">Where verdicts are kept.</param>
    /// <param name="time">Clock that <see cref="InferencePrecision.Auto"/> is decided by.</param>
    public static EngineChoice For(StavisNetwork network, Device device, InferencePrecision wish, PrecisionMemory memory, TimeProvider time)
    {
        var isCuda = device.type == DeviceType.CUDA;
        List<string> notices = [];
        if (wish == InferencePrecision.Float16 && !isCuda)
        {
            notices.Add("float16 needs CUDA; on the CPU the faster of float32 and bfloat16 is used.");
            wish = InferencePrecision.Auto;
        }
        var engine = wish switch
        {
            InferencePrecision.Auto when !isCuda => Faster(network, device, memory, time, notices),
            InferencePrecision.Auto or InferencePrecision.Float16 => EngineFactory.Create(network, device, float16),
            InferencePrecision.BFloat16 => EngineFactory.Create(network, device, bfloat16),
            _ => EngineFactory.Create(network, device, float32),
        };
        return new EngineChoice(engine, notices);
    }

    private static SaliencyEngine Faster(StavisNetwork network, Device device, PrecisionMemory memory, TimeProvider time, List<string> notices)
    {
        if (!EngineFactory.HasFastBFloat16)
        {
            notices.Add("This processor has no AVX-512, which bfloat16 needs: float32 is used.");
            return EngineFactory.Create(network, device, float32);
        }
        var key = PrecisionMemory.KeyFor(network);
        if (memory.Recall(key) is { } known)
        {
            notices.Add($"{known.Describe()} (Measured at an earlier start.)");
            return EngineFactory.Create(network, device, known.PrefersBFloat16 ? bfloat16 : float32);
        }
        return Race(network, device, memory, key, time, notices);
    }

    private static SaliencyEngine Race(StavisNetwork network, Device device, PrecisionMemory memory, string key, TimeProvider time, List<string> notices)
    {
        var single = EngineFactory.Create(network, device, float32);
        SaliencyEngine? half = null;
        try
        {
            half = EngineFactory.Create(network, device, bfloat16);
            var verdict = PrecisionRace.Run(single, half, time);
            memory.Keep(key, verdict);
            notices.Add(verdict.Describe());
            var (winner, loser) = verdict.PrefersBFloat16 ? (half, single) : (single, half);
            loser.Dispose();
            return winner;
        }
        catch
        {
            single.Dispose();
            half?.Dispose();
            throw;
        }
    }
}
