using StavisLive.Core.Windowing;
using StavisLive.Model.Inference.Engine.Convolution;
using StavisLive.Model.Inference.Engine.Pooling;
using StavisLive.Model.Inference.Engine.Scripts;
using StavisLive.Model.Inference.Engine.Scripts.Trunk;
using StavisLive.Model.Inference.Engine.Streaming;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine;

/// <summary>A network made for inference alone: windows to maps, as fast as the machine allows, equal to the trainable network's.</summary>
/// <remarks>
/// Made from a network's weights at load and independent of it afterwards. Between steps it keeps, for each stream, what the stream's next
/// window shares with its last (<see cref="StreamStem"/>): steps are begun one at a time, but may be finished side by side.
/// </remarks>
internal sealed class SaliencyEngine : IDisposable
{
    private readonly Device _device;
    private readonly jit.ScriptModule _module;
    private readonly StemPooling _pooling;
    private readonly VisualPath _visual;
    private readonly Dictionary<int, StreamStem> _streams = [];
    private readonly WindowUpload _upload;
    private readonly Tensor? _silence; // what is heard of zeros; null if it doesn't listen

    /// <summary>Translates a network.</summary>
    /// <param name="network">In evaluation mode, float32, on the CPU; borrowed.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="precision">What to compute in.</param>
    /// <param name="dialect">How convolutions are called; must suit the device and the precision.</param>
    public SaliencyEngine(StavisNetwork network, Device device, ScalarType precision, ConvolutionDialect dialect)
    {
        _device = device;
        Precision = precision;
        UsesAudio = network.Variant.Audiovisual;
        using var gradient = no_grad();
        using var scope = NewDisposeScope();
        var script = new ScriptBuilder(dialect, device);
        var weights = new NetworkWeights(network);
        StemScript.Write(script, weights, precision);
        var stages = new TrunkScript(script, weights, precision).Write();
        new VisualScript(script, weights, precision).Write();
        if (UsesAudio) AudioScript.Write(script, weights);
        new FusionScript(script, weights).Write();
        _module = script.Build();
        var usesVectors = script.Dialect.UsesVectors && precision == bfloat16 && ChannelBlock.IsSupported;
        _pooling = usesVectors ? new VectorPooling() : new ScriptedPooling(_module);
        _visual = new VisualPath(_module, _pooling, stages);
        Layers = [.. script.Layers];
        _upload = new WindowUpload(device);
        if (UsesAudio) _silence = AudioFeatures(zeros([1, 1, 1, NetworkWindow.AudioLength], device: device)).DetachFromDisposeScope();
    }

    /// <summary>What it computes in.</summary>
    public ScalarType Precision { get; }

    /// <summary>Whether it listens.</summary>
    public bool UsesAudio { get; }

    /// <summary>Its convolutions, in the order of the program.</summary>
    public IReadOnlyList<ConvolutionLayer> Layers { get; }

    /// <summary>Calls one of its convolutions by itself, for measuring.</summary>
    public Tensor Run(ConvolutionLayer layer, Tensor input) => _module.invoke<Tensor>(layer.Name, input);

    /// <summary>Moves the streams of some windows, at most one of each, on to them. One call at a time.</summary>
    /// <param name="windows">Borrowed until it returns.</param>
    public EngineStep Begin(ReadOnlySpan<NetworkWindow> windows)
    {
        using var scope = NewDisposeScope();
        var inputs = new EngineStep.StemOrPictures[windows.Length];
        var excerpts = new Tensor?[UsesAudio ? windows.Length : 0];
        for (var index = 0; index < windows.Length; index++)
        {
            inputs[index] = AdvanceStream(windows[index]);
            if (UsesAudio && windows[index].HasAudio) excerpts[index] = _upload.Audio(windows[index]).MoveToOuterDisposeScope();
        }
        return new EngineStep(inputs, excerpts);
    }

    /// <summary>Computes the maps of a step, once. Any number of threads at a time.</summary>
    /// <returns>Logits <c>[N,1,112,112]</c>, float32, on the device.</returns>
    public Tensor Finish(EngineStep step)
    {
        using var scope = NewDisposeScope();
        var stems = Array.ConvertAll(step.Inputs, input => input.Stem ?? StemOutput.Of(_module.invoke<Tensor[]>("whole", input.Pictures!)));
        var seen = _visual.Run(Concatenate(Array.ConvertAll(stems, stem => stem.Mean)), Concatenate(Array.ConvertAll(stems, stem => stem.Pooled)));
        var logits = UsesAudio ? _module.invoke<Tensor>("fuse", seen, AudioFeatures(step.Excerpts)) : _module.invoke<Tensor>("fuse", (object)seen);
        return logits.MoveToOuterDisposeScope();
    }

    /// <summary>Frees what is kept for a stream.</summary>
    public void Forget(int streamId)
    {
        if (_streams.Remove(streamId, out var stem)) stem.Dispose();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var stem in _streams.Values) stem.Dispose();
        _streams.Clear();
        _silence?.Dispose();
        _upload.Dispose();
        _visual.Dispose();
        _module.Dispose();
    }

    /// <summary>Moves a window's stream on. A whole window's conv1 costs about as much as all that follows and needs nothing of its stream: it is left to <see cref="Finish"/>.</summary>
    private EngineStep.StemOrPictures AdvanceStream(NetworkWindow window)
    {
        if (!_streams.TryGetValue(window.StreamId, out var stem)) _streams.Add(window.StreamId, stem = new StreamStem(Precision, _device));
        if (!stem.Advance(_module, window.PictureIds, index => _upload.Picture(window, index)))
            return new(null, _upload.Pictures(window).MoveToOuterDisposeScope());
        var (mean, pooled) = _pooling.OverTime(stem.Outputs(), stem.Total);
        return new(new StemOutput(mean.MoveToOuterDisposeScope(), pooled.MoveToOuterDisposeScope()), null);
    }

    /// <summary>The features of each window's audio, <c>[N,128,rows]</c>.</summary>
    private Tensor AudioFeatures(Tensor?[] excerpts) =>
        Concatenate(Array.ConvertAll(excerpts, excerpt => excerpt is null ? _silence! : AudioFeatures(excerpt)));

    private static Tensor Concatenate(Tensor[] parts) => parts.Length == 1 ? parts[0] : cat(parts, 0);

    private Tensor AudioFeatures(Tensor excerpt) => _module.invoke<Tensor>("listen", excerpt);
}
