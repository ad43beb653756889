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
/// window shares with its last (<see cref="StreamStem"/>): steps are begun one at a time, but finished side by side; of one stream a step waits for conv1 of the one before.
/// </remarks>
internal sealed class SaliencyEngine : IDisposable
{
    // Pictures whose taps are in memory at a time: 6 MB each where all seven are.
    private const int PreparedAtOnce = 32;

    private readonly Device _device;
    private readonly jit.ScriptModule _module;
    private readonly int _reach;
    private readonly PictureUnfolding _unfolding;
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
        _reach = StemScript.Write(script, weights, precision);
        var stages = new TrunkScript(script, weights, precision).Write();
        new VisualScript(script, weights, precision).Write();
        if (UsesAudio) AudioScript.Write(script, weights);
        new FusionScript(script, weights).Write();
        _module = script.Build();
        var usesVectors = script.Dialect.UsesVectors && precision == bfloat16 && ChannelBlock.IsSupported;
        _unfolding = usesVectors ? new TabledUnfolding() : new ScriptedUnfolding(_module);
        _pooling = usesVectors ? new VectorPooling() : new ScriptedPooling(_module);
        _visual = new VisualPath(_module, _pooling, stages);
        Layers = [.. script.Layers];
        SteadyLayers = [.. Layers.Where(layer => _reach < StemScript.FullReach || !StemScript.IsOfComputed(layer))];
        _upload = new WindowUpload(device);
        if (UsesAudio) _silence = AudioFeatures(zeros([1, 1, 1, NetworkWindow.AudioLength], device: device)).DetachFromDisposeScope();
    }

    /// <summary>What it computes in.</summary>
    public ScalarType Precision { get; }

    /// <summary>Whether it listens.</summary>
    public bool UsesAudio { get; }

    /// <summary>Its convolutions, in the order of the program.</summary>
    public IReadOnlyList<ConvolutionLayer> Layers { get; }

    /// <summary>Those of them that a step of one new picture is made of, in a stream's steady state.</summary>
    public IReadOnlyList<ConvolutionLayer> SteadyLayers { get; }

    /// <summary>Calls one of its convolutions by itself, for measuring.</summary>
    public Tensor Run(ConvolutionLayer layer, Tensor input) => _module.invoke<Tensor>(layer.Name, input);

    /// <summary>
    /// Moves the streams of some windows, at most one of each, on to them, as soon as the steps before have released them. One call at a time; the
    /// caller disposes the step.
    /// </summary>
    /// <param name="windows">Borrowed until it returns.</param>
    public EngineStep Begin(ReadOnlySpan<NetworkWindow> windows)
    {
        using var scope = NewDisposeScope();
        var (pushing, computing) = (new List<(NetworkWindow, int)>(windows.Length), new List<(NetworkWindow, int)>(windows.Length));
        var step = new EngineStep(windows.Length);
        try
        {
            foreach (var window in windows)
            {
                var turn = step.Take(StemOf(window.StreamId), window.PictureIds);
                (turn.Pushes ? pushing : computing).Add((window, turn.First));
            }
            step.Pushed = _upload.Pictures(pushing)?.MoveToOuterDisposeScope();
            step.Computed = _upload.Pictures(computing)?.MoveToOuterDisposeScope();
            (step.Audio, step.HasAudio) = Excerpts(windows);
            step.Audio?.MoveToOuterDisposeScope();
            return step;
        }
        catch
        {
            step.Dispose();
            throw;
        }
    }

    /// <summary>Computes the maps of a step, once. Any number of threads at a time.</summary>
    /// <returns>Logits <c>[N,1,112,112]</c>, float32, on the device.</returns>
    public Tensor Finish(EngineStep step)
    {
        using var scope = NewDisposeScope();
        return Finish(step, Stem(step)).MoveToOuterDisposeScope();
    }

    /// <summary>The first half of it: conv1, after which the step's streams may go on.</summary>
    internal StemOutput Stem(EngineStep step)
    {
        try
        {
            Push(step);
            return OverTime(step);
        }
        finally
        {
            step.ReleaseStreams();
        }
    }

    /// <summary>The second half: all that follows.</summary>
    internal Tensor Finish(EngineStep step, StemOutput stem)
    {
        var seen = _visual.Run(stem.Mean, stem.Pooled);
        return UsesAudio ? _module.invoke<Tensor>("fuse", seen, AudioFeatures(step)) : _module.invoke<Tensor>("fuse", (object)seen);
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
        _visual.Dispose();
        _module.Dispose();
    }

    private StreamStem StemOf(int streamId)
    {
        if (!_streams.TryGetValue(streamId, out var stem)) _streams.Add(streamId, stem = new StreamStem(_reach, Precision, _device));
        return stem;
    }

    private void Push(EngineStep step)
    {
        if (step.Pushed is not { } pictures) return;
        List<StreamStem> streams = [];
        for (var index = 0; index < step.Stems.Count; index++)
        {
            if (!step.Turns[index].Pushes) continue;
            for (var picture = step.Turns[index].First; picture < NetworkWindow.Frames; picture++) streams.Add(step.Stems[index]);
        }
        for (var at = 0; at < streams.Count; at += PreparedAtOnce)
        {
            using var some = pictures.narrow(0, at, Math.Min(PreparedAtOnce, streams.Count - at));
            using var prepared = _module.invoke<Tensor>("prepare", some);
            for (var index = 0; index < some.size(0); index++)
            {
                using var picture = prepared.narrow(0, index, 1);
                streams[at + index].Push(_module, picture);
            }
        }
    }

    private StemOutput OverTime(EngineStep step)
    {
        using var scope = NewDisposeScope();
        var taken = 0L;
        var outputs = new Tensor[step.Stems.Count][];
        for (var index = 0; index < outputs.Length; index++)
        {
            var (stem, turn) = (step.Stems[index], step.Turns[index]);
            var wanted = NetworkWindow.Frames - turn.First;
            outputs[index] = turn.Pushes
                ? stem.PushedOutputs()
                : stem.ComputedOutputs(_module, wanted == 0 ? null : _unfolding.Unfold(step.Computed!.narrow(0, taken, wanted)));
            if (!turn.Pushes) taken += wanted;
        }
        var (mean, pooled) = _pooling.OverTime(outputs is [var only] ? only : Together(outputs));
        return new StemOutput(mean.MoveToOuterDisposeScope(), pooled.MoveToOuterDisposeScope());
    }

    // Some streams' last outputs may be sums still, and others' not.
    private Tensor[] Together(Tensor[][] outputs) =>
    [
        .. Enumerable.Range(0, NetworkWindow.Frames).Select(place => cat(
            [.. outputs.Select(own => place < StemShape.Settled ? own[place] : _module.invoke<Tensor>("settle", own[place]))])),
    ];

    private (Tensor? Audio, bool[] HasAudio) Excerpts(ReadOnlySpan<NetworkWindow> windows)
    {
        if (!UsesAudio) return (null, []);
        var heard = new List<NetworkWindow>(windows.Length);
        var hasAudio = new bool[windows.Length];
        for (var index = 0; index < windows.Length; index++)
        {
            hasAudio[index] = windows[index].HasAudio;
            if (hasAudio[index]) heard.Add(windows[index]);
        }
        return (heard.Count == 0 ? null : _upload.Audio(heard), hasAudio);
    }

    /// <summary>The features of each window's audio, <c>[N,128,rows]</c>.</summary>
    private Tensor AudioFeatures(EngineStep step)
    {
        var heard = step.Audio is { } audio ? AudioFeatures(audio) : null;
        if (heard is not null && heard.size(0) == step.HasAudio.Length) return heard;
        var next = 0;
        return Concatenate(Array.ConvertAll(step.HasAudio, hasAudio => hasAudio ? heard!.narrow(0, next++, 1) : _silence!));
    }

    private static Tensor Concatenate(Tensor[] parts) => parts.Length == 1 ? parts[0] : cat(parts, 0);

    private Tensor AudioFeatures(Tensor excerpt) => _module.invoke<Tensor>("listen", excerpt);
}
