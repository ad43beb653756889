using System.Runtime.InteropServices;
using StavisLive.Core.Configuration;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Inference.Precision;
using StavisLive.Model.Native;
using StavisLive.Model.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference;

/// <summary>Runs a network on the windows of any number of streams.</summary>
/// <remarks>
/// On the CPU two steps at a time, each on half of the cores: cores that work on one step wait for each other at every layer, for longer the more
/// other work the machine has (docs/measurements/performance.md). Two steps wait for each other only where the later one needs what the earlier one learns
/// of their stream. In the steady state a step leaves no native memory behind and only libtorch's small handles to the collector.
/// </remarks>
public sealed class SaliencyPredictor : ISaliencyPredictor
{
    // On two cores a window takes longer in company than alone (docs/measurements/performance.md); a graphics processor needs several to be busy.
    private const int CudaBatch = 16;

    private readonly int _threads;
    private readonly int _stepsOnCpu;

    /// <summary>Prepares a network for inference: chooses device and precision and translates it into an engine, which is warm afterwards.</summary>
    /// <param name="network">Not needed any more afterwards: it is disposed, even if the constructor throws.</param>
    /// <param name="options">Where and how to compute.</param>
    /// <param name="time">Clock that <see cref="InferencePrecision.Auto"/> is decided by.</param>
    /// <exception cref="ArgumentException">The options have no positive number of threads.</exception>
    public SaliencyPredictor(SaliencyNetwork network, PredictorOptions? options = null, TimeProvider? time = null)
        : this(network.Module, options, time)
    {
    }

    /// <inheritdoc cref="SaliencyPredictor(SaliencyNetwork, PredictorOptions, TimeProvider)" />
    internal SaliencyPredictor(StavisNetwork network, PredictorOptions? options = null, TimeProvider? time = null)
    {
        TorchRuntime.EnsureLoaded();
        options ??= new PredictorOptions();
        using (network)
        {
            if (options.Threads is <= 0)
                throw new ArgumentException($"{options.Threads} threads: at least one is needed.", nameof(options));
            var device = DeviceChoice.For(options.Device);
            _threads = options.Threads ?? TorchRuntime.Threads;
            _stepsOnCpu = Math.Min(options.Concurrency ?? 2, _threads);
            set_num_threads(_threads / _stepsOnCpu);

            network.eval();
            var memory = new PrecisionMemory(Path.Combine(options.CacheFolder, "precision"));
            (Engine, Device, Notices) = EngineChoice.For(network, device, options.Precision, memory, time ?? TimeProvider.System);
        }
        ManagedHeap.Settle();
    }

    /// <inheritdoc />
    public bool UsesAudio => Engine.UsesAudio;

    /// <summary>Whether a device that is asked for becomes a CUDA device on this machine.</summary>
    public static bool IsOnCuda(ComputeDevice wish)
    {
        TorchRuntime.EnsureLoaded();
        return DeviceChoice.For(wish).IsCuda;
    }

    /// <inheritdoc />
    public int BatchSize => IsCuda ? CudaBatch : 1;

    /// <inheritdoc />
    /// <remarks>
    /// One on a graphics processor: all threads' work waits in the device's one line, where who waits for a step's maps waits for the next step
    /// too; TorchSharp has neither streams nor events (docs/measurements/performance.md).
    /// </remarks>
    public int Concurrency => IsCuda ? 1 : _stepsOnCpu;

    /// <summary>Device, precision and threads in a few words.</summary>
    public string Description => IsCuda
        ? $"{Device}, {PrecisionName}"
        : $"CPU with {_threads} threads, {PrecisionName}";

    /// <summary>Sentences for people about what was asked for and could not be had, or was decided by measuring.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <inheritdoc />
    public void Predict(ReadOnlySpan<NetworkWindow> windows, ReadOnlySpan<SaliencyMap> maps, Action handOver)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var step = Engine.Begin(windows);
        handOver();
        var probabilities = MemoryMarshal.Cast<byte, float>(Engine.Finish(step).sigmoid_().cpu().bytes);
        for (var index = 0; index < maps.Length; index++)
            probabilities.Slice(index * SaliencyMap.Length, SaliencyMap.Length).CopyTo(maps[index].Values);
    }

    /// <inheritdoc />
    public void Forget(int streamId) => Engine.Forget(streamId);

    /// <summary>What it runs on.</summary>
    internal SaliencyEngine Engine { get; }

    /// <summary>Where it computes.</summary>
    internal Device Device { get; }

    /// <summary>Frees the engine.</summary>
    public void Dispose() => Engine.Dispose();

    private bool IsCuda => Device.type == DeviceType.CUDA;

    private string PrecisionName => Engine.Precision.ToString().ToLowerInvariant();
}
