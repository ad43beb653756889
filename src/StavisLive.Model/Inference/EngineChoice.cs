using System.Runtime.InteropServices;
using StavisLive.Core.Inference;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Inference.Precision;
using StavisLive.Model.Native;
using StavisLive.Model.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference;

/// <summary>Makes the engine that suits the device and the precision asked for.</summary>
/// <param name="Engine">Warm; the caller owns it.</param>
/// <param name="Device">Where it computes.</param>
/// <param name="Notices">Sentences for people about what could not be had or was decided by measuring.</param>
internal sealed record EngineChoice(SaliencyEngine Engine, Device Device, IReadOnlyList<string> Notices)
{
    /// <summary>What becomes of a device's memory once the network has left it: libtorch's allocator keeps it, and TorchSharp cannot have it emptied.</summary>
    public const string KeptMemory = "the memory that it took there is free once the program ends";

    /// <summary>Makes it.</summary>
    /// <param name="network">In evaluation mode, float32, on the CPU; borrowed.</param>
    /// <param name="wish">Where to compute; where a CUDA device has no room or does not work, it becomes the CPU.</param>
    /// <param name="precision">What to compute in.</param>
    /// <param name="memory">Where verdicts are kept.</param>
    /// <param name="time">Clock that <see cref="InferencePrecision.Auto"/> is decided by.</param>
    public static EngineChoice For(StavisNetwork network, DeviceChoice wish, InferencePrecision precision, PrecisionMemory memory, TimeProvider time)
    {
        List<string> notices = [];
        if (wish.Notice is { } notice) notices.Add(notice);
        if (wish.CudaNumber is { } number)
        {
            try
            {
                var (engine, device) = OnCuda(network, number, precision);
                return new EngineChoice(engine, device, notices);
            }
            // libtorch's own errors, and TorchSharp's where it finds no CUDA to load.
            catch (Exception e) when (e is ExternalException or InvalidOperationException or NotSupportedException)
            {
                notices.Add($"The network cannot be set up on cuda:{number} and runs on the CPU ({KeptMemory}): {TorchFailure.Reason(e)}");
            }
        }
        return new EngineChoice(OnCpu(network, precision, memory, time, notices), CPU, notices);
    }

    private static (SaliencyEngine Engine, Device Device) OnCuda(StavisNetwork network, int number, InferencePrecision precision)
    {
        var type = precision switch
        {
            InferencePrecision.Fp32 => float32,
            InferencePrecision.Bf16 => bfloat16,
            _ => float16,
        };
        // TF32 keeps ten bits of a number: all of float16's and bfloat16's, not float32's.
        backends.cudnn.allow_tf32 = type != float32;
        var device = torch.device(DeviceType.CUDA, number);
        return (EngineFactory.Create(network, device, type), device);
    }

    private static SaliencyEngine OnCpu(StavisNetwork network, InferencePrecision precision, PrecisionMemory memory, TimeProvider time, List<string> notices)
    {
        if (precision == InferencePrecision.Fp16)
        {
            notices.Add("float16 needs CUDA; on the CPU the faster of float32 and bfloat16 is used.");
            precision = InferencePrecision.Auto;
        }
        return precision switch
        {
            InferencePrecision.Fp32 => EngineFactory.Create(network, CPU, float32),
            InferencePrecision.Bf16 when EngineFactory.HasFastBFloat16 => EngineFactory.Create(network, CPU, bfloat16),
            _ => Faster(network, CPU, memory, time, notices),
        };
    }

    private static SaliencyEngine Faster(StavisNetwork network, Device device, PrecisionMemory memory, TimeProvider time, List<string> notices)
    {
        if (!EngineFactory.HasFastBFloat16)
        {
            notices.Add(TorchRuntime.IsOneDnnSound
                ? "This processor has no AVX-512, which bfloat16 needs: float32 is used."
                : "The hypervisor hides the processor's caches, so that oneDNN is off: float32 is used, and several times slower (stavis-live doctor).");
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
        var single = EngineFactory.CreateCold(network, device, float32);
        SaliencyEngine? half = null;
        try
        {
            half = EngineFactory.CreateCold(network, device, bfloat16);
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
