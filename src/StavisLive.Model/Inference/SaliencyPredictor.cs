using System.Runtime.InteropServices;
using StavisLive.Core.Media;
using StavisLive.Core.Pipeline;
using StavisLive.Model.Native;
using StavisLive.Model.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference;

/// <summary>Runs a network window by window.</summary>
/// <remarks>
/// One thread makes, uses and disposes it: dispose scopes, inference mode and libtorch's number of threads belong to a thread.
/// In the steady state a step leaves no native memory behind and only libtorch's small handles to the collector.
/// </remarks>
public sealed class SaliencyPredictor : ISaliencyPredictor
{
    private readonly StavisNetwork _network;
    private readonly Device _device;
    private readonly ScalarType _precision;
    private readonly List<string> _notices = [];

    // The window as libtorch sees it, filled anew at every step.
    private readonly Tensor _pictures; // [1,16,112,112,3], bytes
    private readonly Tensor _sound; // [1,1,1,35280], float32

    /// <summary>Prepares a network for inference: moves it, folds its batch normalisations, chooses its precision.</summary>
    /// <param name="network">The network; the predictor owns it from here on, even if the constructor throws.</param>
    /// <param name="options">Where and how to compute.</param>
    /// <param name="time">Clock that <see cref="InferencePrecision.Auto"/> is decided by.</param>
    /// <exception cref="ArgumentException">The options name no device, or no positive number of threads.</exception>
    public SaliencyPredictor(StavisNetwork network, PredictorOptions? options = null, TimeProvider? time = null)
    {
        TorchRuntime.EnsureLoaded();
        options ??= new PredictorOptions();
        _network = network;
        _pictures = zeros([1, NetworkWindow.Frames, SaliencyMap.Side, SaliencyMap.Side, 3], uint8).DetachFromDisposeScope();
        _sound = zeros([1, 1, 1, NetworkWindow.SoundLength], float32).DetachFromDisposeScope();
        try
        {
            if (options.Threads is <= 0)
                throw new ArgumentException($"{options.Threads} threads: at least one is needed.", nameof(options));
            if (options.Threads is { } threads) set_num_threads(threads);
            var choice = DeviceChoice.For(options.Device);
            if (choice.Notice is { } notice) _notices.Add(notice);
            _device = choice.Create();

            network.eval();
            network.FoldBatchNorms();
            network.to(_device);
            _precision = ChoosePrecision(options.Precision, time ?? TimeProvider.System);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public bool UsesSound => _network.Variant.Audiovisual;

    /// <summary>Device, precision and threads in a few words.</summary>
    public string Description => IsCuda
        ? $"{_device}, {PrecisionName}"
        : $"CPU with {get_num_threads()} threads, {PrecisionName}";

    /// <summary>Sentences for people about what was asked for and could not be had, or was decided by measuring.</summary>
    public IReadOnlyList<string> Notices => _notices;

    /// <inheritdoc />
    public void Predict(NetworkWindow window, SaliencyMap map)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        window.Pictures.CopyTo(_pictures.bytes);
        if (UsesSound) window.Sound.CopyTo(MemoryMarshal.Cast<byte, float>(_sound.bytes));

        var probabilities = Logits(_precision).to(float32).sigmoid_().cpu();
        MemoryMarshal.Cast<byte, float>(probabilities.bytes).CopyTo(map.Values);
    }

    /// <summary>Frees the network.</summary>
    public void Dispose()
    {
        _network.Dispose();
        _pictures.Dispose();
        _sound.Dispose();
    }

    private bool IsCuda => _device.type == DeviceType.CUDA;

    private string PrecisionName => _precision.ToString().ToLowerInvariant();

    private Tensor Logits(ScalarType precision)
    {
        var frames = NetworkInput.FromPictures(_pictures.to(_device)).to(precision);
        return _network.Saliency(frames, UsesSound ? _sound.to(precision, _device) : null);
    }

    private ScalarType ChoosePrecision(InferencePrecision wish, TimeProvider time)
    {
        if (wish == InferencePrecision.Float16 && !IsCuda)
        {
            _notices.Add("float16 needs CUDA; on the CPU the faster of float32 and bfloat16 is used.");
            wish = InferencePrecision.Auto;
        }
        switch (wish)
        {
            case InferencePrecision.Auto when !IsCuda:
                var (chosen, notice) = PrecisionRace.Run(_network, Logits, time);
                _notices.Add(notice);
                return chosen;
            case InferencePrecision.Auto or InferencePrecision.Float16:
                return Convert(float16);
            case InferencePrecision.BFloat16:
                return Convert(bfloat16);
            default:
                return float32;
        }
    }

    private ScalarType Convert(ScalarType precision)
    {
        _network.to(precision);
        return precision;
    }
}
