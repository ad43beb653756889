using StavisLive.Core.Media;
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
    // Pictures whose taps are in memory at a time: 6 MB each where all seven are.
    private const int PreparedAtOnce = 32;

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
        var (known, unknown) = (new List<int>(windows.Length), new List<int>());
        var stems = new List<StreamStem>(windows.Length);
        var (ofKnown, ofUnknown) = (new List<(NetworkWindow, int)>(windows.Length), new List<(NetworkWindow, int)>());
        for (var index = 0; index < windows.Length; index++)
        {
            var stem = StemOf(windows[index].StreamId);
            // A whole window's conv1 costs about as much as all that follows and needs nothing of its stream: it is left to Finish.
            if (stem.Advance(windows[index].PictureIds) is not { } first)
            {
                unknown.Add(index);
                ofUnknown.Add((windows[index], 0));
                continue;
            }
            known.Add(index);
            stems.Add(stem);
            ofKnown.Add((windows[index], first));
        }
        int[] rows = [.. known, .. unknown];
        StemOutput? outputs = stems.Count == 0 ? null : OutputsOf(stems, ofKnown);
        var pictures = unknown.Count == 0 ? null : _upload.Pictures(ofUnknown).view(unknown.Count, NetworkWindow.Frames, SaliencyMap.Side, SaliencyMap.Side, 3);
        var (audio, hasAudio) = Excerpts(windows, rows);
        outputs?.Mean.MoveToOuterDisposeScope();
        outputs?.Pooled.MoveToOuterDisposeScope();
        return new EngineStep(rows, outputs, pictures?.MoveToOuterDisposeScope(), audio?.MoveToOuterDisposeScope(), hasAudio);
    }

    /// <summary>Computes the maps of a step, once. Any number of threads at a time.</summary>
    /// <returns>Logits <c>[N,1,112,112]</c>, float32, on the device.</returns>
    public Tensor Finish(EngineStep step)
    {
        using var scope = NewDisposeScope();
        List<StemOutput> stems = [];
        if (step.Known is { } known) stems.Add(known);
        if (step.Pictures is { } pictures) stems.Add(StemOutput.Of(_module.invoke<Tensor[]>("whole", pictures)));
        var seen = _visual.Run(Concatenate([.. stems.Select(stem => stem.Mean)]), Concatenate([.. stems.Select(stem => stem.Pooled)]));
        var logits = UsesAudio ? _module.invoke<Tensor>("fuse", seen, AudioFeatures(step)) : _module.invoke<Tensor>("fuse", (object)seen);
        return InOrder(logits, step.Rows).MoveToOuterDisposeScope();
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
        if (!_streams.TryGetValue(streamId, out var stem)) _streams.Add(streamId, stem = new StreamStem(Precision, _device));
        return stem;
    }

    /// <summary>Pushes what is new of windows into their streams, and gives what these make of it.</summary>
    private StemOutput OutputsOf(List<StreamStem> stems, List<(NetworkWindow Window, int First)> windows)
    {
        List<StreamStem> pushed = [.. stems.Zip(windows).SelectMany(pair => Enumerable.Repeat(pair.First, NetworkWindow.Frames - pair.Second.First))];
        using var pictures = pushed.Count == 0 ? null : _upload.Pictures(windows);
        for (var at = 0; at < pushed.Count; at += PreparedAtOnce)
        {
            using var some = pictures!.narrow(0, at, Math.Min(PreparedAtOnce, pushed.Count - at));
            using var prepared = _module.invoke<Tensor>("prepare", some);
            for (var index = 0; index < some.size(0); index++)
            {
                using var picture = prepared.narrow(0, index, 1);
                pushed[at + index].Push(_module, picture);
            }
        }
        foreach (var stem in stems) stem.Complete(_module);
        if (stems is [var only]) return _pooling.OverTime(only.Outputs(), only.Total);
        Tensor[][] outputs = [.. stems.Select(stem => stem.Outputs())];
        return _pooling.OverTime(
            [.. Enumerable.Range(0, NetworkWindow.Frames).Select(place => cat([.. outputs.Select(own => own[place])]))],
            cat([.. stems.Select(stem => stem.Total)]));
    }

    private (Tensor? Audio, bool[] HasAudio) Excerpts(ReadOnlySpan<NetworkWindow> windows, int[] rows)
    {
        if (!UsesAudio) return (null, []);
        var heard = new List<NetworkWindow>(rows.Length);
        var hasAudio = new bool[rows.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            hasAudio[row] = windows[rows[row]].HasAudio;
            if (hasAudio[row]) heard.Add(windows[rows[row]]);
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

    // From the device's order to that of the step.
    private static Tensor InOrder(Tensor logits, int[] rows)
    {
        if (rows.Index().All(entry => entry.Index == entry.Item)) return logits;
        var ordered = new Tensor[rows.Length];
        foreach (var (row, window) in rows.Index()) ordered[window] = logits.narrow(0, row, 1);
        return cat(ordered);
    }

    private static Tensor Concatenate(Tensor[] parts) => parts.Length == 1 ? parts[0] : cat(parts, 0);

    private Tensor AudioFeatures(Tensor excerpt) => _module.invoke<Tensor>("listen", excerpt);
}
