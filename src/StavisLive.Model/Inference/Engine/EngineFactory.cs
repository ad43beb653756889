using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using StavisLive.Core.Windowing;
using StavisLive.Model.Inference.Engine.Convolution;
using StavisLive.Model.Inference.Engine.Streaming;
using StavisLive.Model.Native;
using StavisLive.Model.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine;

/// <summary>Makes engines that suit the device.</summary>
internal static class EngineFactory
{
    // libtorch traces a method's first call and rewrites it at the second; from the third on it runs as it will. Those that only a
    // settled stream calls come last.
    private const int WarmUpSteps = StreamStem.StepsToSettle + 1;

    // On two cores a window takes longer in company than alone (docs/measurements/performance.md); a graphics processor needs several to be busy.
    private const int CudaBatch = 16;

    /// <summary>Whether oneDNN computes bfloat16 here (it needs AVX-512 BW, DQ and VL, even to emulate it); ATen's own convolutions take fifty times as long as in float32.</summary>
    public static bool HasFastBFloat16 => HasOneDnn && Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported;

    // libtorch is built with oneDNN for x64 on Linux and Windows.
    private static bool HasOneDnn => RuntimeInformation.ProcessArchitecture == Architecture.X64 && !OperatingSystem.IsMacOS() && TorchRuntime.IsOneDnnSound;

    /// <summary>Translates a network into an engine that is warm: its first step is no slower than the others.</summary>
    public static SaliencyEngine Create(StavisNetwork network, Device device, ScalarType precision)
    {
        var engine = CreateCold(network, device, precision);
        try
        {
            WarmUp(engine, BatchSize(device));
            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>The same, not warm: for who takes many steps before one counts.</summary>
    public static SaliencyEngine CreateCold(StavisNetwork network, Device device, ScalarType precision) =>
        new(network, device, precision, DialectFor(device, precision));

    /// <summary>Most windows that are worth computing together there.</summary>
    public static int BatchSize(Device device) => device.type == DeviceType.CPU ? 1 : CudaBatch;

    /// <summary>How convolutions are called there.</summary>
    public static ConvolutionDialect DialectFor(Device device, ScalarType precision) =>
        device.type == DeviceType.CPU && (precision == float32 ? HasOneDnn : HasFastBFloat16) ? new OneDnnDialect() : new PlainDialect();

    private static void WarmUp(SaliencyEngine engine, int batchSize)
    {
        using var inference = inference_mode();
        ProbeStream[] streams = [.. Enumerable.Range(1, batchSize).Select(number => new ProbeStream(-number))];
        for (var step = 0; step < WarmUpSteps; step++) Step(engine, streams);
        // A graphics processor's library chooses how to convolve at the first step of each size.
        for (var size = batchSize - 1; size > 0; size--) Step(engine, streams.AsSpan(0, size));
        foreach (var stream in streams)
        {
            engine.Forget(stream.Window.StreamId);
            stream.Dispose();
        }
    }

    private static void Step(SaliencyEngine engine, ReadOnlySpan<ProbeStream> streams)
    {
        using var scope = NewDisposeScope();
        var windows = new NetworkWindow[streams.Length];
        for (var index = 0; index < windows.Length; index++) windows[index] = streams[index].Window;
        engine.Finish(engine.Begin(windows));
        foreach (var stream in streams) stream.Next();
    }
}
