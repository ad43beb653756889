using System.Runtime.InteropServices;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Inference.Engine.Streaming;
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
    private readonly int _threads;
    private readonly Func<DeviceChoice, EngineChoice> _choose;
    private readonly StavisNetwork? _spare; // what the processor takes over from a CUDA device that fails
    private MapDownload _download;

    /// <summary>Prepares a network for inference: chooses device and precision and translates it into an engine, which is warm afterwards.</summary>
    /// <param name="network">Taken over: it is disposed, even if the constructor throws.</param>
    /// <param name="options">Where and how to compute.</param>
    /// <param name="time">Clock that <see cref="InferencePrecision.Auto"/> is decided by.</param>
    /// <exception cref="ArgumentException">The options have no positive number of threads or of steps at once, or a bias of the network's heads is not finite.</exception>
    public SaliencyPredictor(SaliencyNetwork network, PredictorOptions? options = null, TimeProvider? time = null)
        : this(network.Module, options, time)
    {
    }

    /// <inheritdoc cref="SaliencyPredictor(SaliencyNetwork, PredictorOptions, TimeProvider)" />
    internal SaliencyPredictor(StavisNetwork network, PredictorOptions? options = null, TimeProvider? time = null, EngineChoice? choice = null)
    {
        TorchRuntime.EnsureLoaded();
        options ??= new PredictorOptions();
        try
        {
            if (options.Threads is <= 0)
                throw new ArgumentException($"{options.Threads} threads: at least one is needed.", nameof(options));
            if (options.Concurrency is <= 0)
                throw new ArgumentException($"{options.Concurrency} steps at once: at least one is needed.", nameof(options));
            _threads = ThreadsFor(options.Threads);
            var stepsOnCpu = Math.Min(options.Concurrency ?? 2, _threads);
            set_num_threads(_threads / stepsOnCpu);

            network.eval();
            var memory = new PrecisionMemory(Path.Combine(options.CacheFolder, "precision"));
            _choose = wish => EngineChoice.For(network, wish, options.Precision, memory, time ?? TimeProvider.System);
            (Engine, Device, Notices) = choice ?? _choose(DeviceChoice.For(options.Device));
            BatchSize = EngineFactory.BatchSize(Device);
            Concurrency = IsOnCpu ? stepsOnCpu : 1;
            _download = new MapDownload(Device, BatchSize);
            if (!IsOnCpu) _spare = network;
        }
        finally
        {
            if (_spare is null) network.Dispose();
        }
        ManagedHeap.Settle();
    }

    /// <summary>Told what the network can't be computed on any more, in a sentence for people, on the thread that predicts.</summary>
    public event Action<string>? Noticed;

    /// <inheritdoc />
    public bool UsesAudio => Engine.UsesAudio;

    /// <inheritdoc />
    public bool UsesCuda => !IsOnCpu;

    /// <summary>Whether a device that is asked for becomes a CUDA device on this machine, if the network can be set up there.</summary>
    public static bool IsOnCuda(ComputeDevice wish)
    {
        TorchRuntime.EnsureLoaded();
        return DeviceChoice.For(wish).IsCuda;
    }

    /// <summary>How many threads of this machine's processor are used for a wish; without one as many as <c>OMP_NUM_THREADS</c> says, or as may be used.</summary>
    /// <exception cref="TorchUnavailableException">There is no wish, and no libtorch for this machine.</exception>
    public static int ThreadsFor(int? wish) => wish ?? TorchRuntime.Threads;

    /// <inheritdoc />
    public int BatchSize { get; }

    /// <inheritdoc />
    /// <remarks>
    /// One on a graphics processor: all threads' work waits in the device's one line, where who waits for a step's maps waits for the next step
    /// too; TorchSharp has neither streams nor events (docs/measurements/gpu.md).
    /// </remarks>
    public int Concurrency { get; }

    /// <summary>Device, precision and threads in a few words.</summary>
    public string Description => IsOnCpu
        ? $"CPU with {_threads} threads, {PrecisionName}"
        : $"{Device}, {PrecisionName}";

    /// <summary>Sentences for people about what was asked for and could not be had, or was decided by measuring.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <inheritdoc />
    /// <remarks>Where a CUDA device fails, the most likely for want of memory, the processor computes this step and all that follow.</remarks>
    public void Predict(ReadOnlySpan<NetworkWindow> windows, ReadOnlySpan<SaliencyMap> maps, Action handOver)
    {
        try
        {
            Compute(windows, maps, handOver);
        }
        catch (ExternalException e) when (!IsOnCpu)
        {
            TakeOver(e);
            Compute(windows, maps, () => { });
        }
    }

    /// <inheritdoc />
    public void Forget(int streamId) => Engine.Forget(streamId);

    /// <summary>What it runs on.</summary>
    internal SaliencyEngine Engine { get; private set; }

    /// <summary>Where it computes.</summary>
    internal Device Device { get; private set; }

    /// <summary>Frees the engine.</summary>
    public void Dispose()
    {
        _download.Dispose();
        Engine.Dispose();
        _spare?.Dispose();
    }

    private bool IsOnCpu => Device.type == DeviceType.CPU;

    private string PrecisionName => Engine.Precision.ToString().ToLowerInvariant();

    private void Compute(ReadOnlySpan<NetworkWindow> windows, ReadOnlySpan<SaliencyMap> maps, Action handOver)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        using var step = Engine.Begin(windows);
        handOver();
        var probabilities = _download.Take(Engine.Finish(step).sigmoid_());
        for (var index = 0; index < maps.Length; index++)
            probabilities.Slice(index * SaliencyMap.Length, SaliencyMap.Length).CopyTo(maps[index].Values);
    }

    private void TakeOver(ExternalException cause)
    {
        var notice = $"{Device} failed, and the network runs on the CPU from now on ({EngineChoice.KeptMemory}): {TorchFailure.Reason(cause)}";
        _download.Dispose();
        Engine.Dispose();
        // One step at a time, as on the device.
        set_num_threads(_threads);
        (Engine, Device, var notices) = _choose(new DeviceChoice(CudaNumber: null, notice));
        _download = new MapDownload(Device, BatchSize);
        foreach (var sentence in notices) Noticed?.Invoke(sentence);
    }
}
