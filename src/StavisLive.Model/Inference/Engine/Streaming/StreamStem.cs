using StavisLive.Core.Windowing;
using StavisLive.Model.Inference.Engine.Scripts;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Streaming;

/// <summary>conv1's outputs for one stream's window, kept from step to step.</summary>
/// <remarks>
/// The window of pictures n-15..n needs conv1's outputs at every picture: whole ones at n-12..n-3, which later windows share; at the three oldest
/// pictures ones that lack what came before the window, at the three newest ones that lack what comes after. A stream with hardly more
/// than one new picture a step pushes them (<see cref="StemSums"/>); where there are more, as in a stream that shares the network with others, or where outputs read
/// fewer pictures, the outputs that are new are computed at once. One step of a stream at a time: it has the stream from <see cref="Advance"/> to <see cref="Release"/>.
/// Owns its memory: 4 to 6 MB in half precisions, twice that in float32, and the sums' once it pushes.
/// </remarks>
internal sealed class StreamStem : IDisposable
{
    /// <summary>Steps that a stream with one new picture each takes until it costs that picture only.</summary>
    public const int StepsToSettle = Calm + 1;

    private const int Frames = NetworkWindow.Frames;

    // Windows in a row with few new pictures before sixteen are pushed to begin with: a stream that just had luck would pay for it each time.
    private const int Calm = 3;

    // On one core a push takes 6 ms; computing takes 8.4 and 2 for each picture in half precisions, 16.5 and 3.9 in float32 (docs/measurements/performance.md).
    private readonly int _fewNew;

    // Pictures before and behind its own that an output reads: so many at either end of the window lack some.
    private readonly int _reach;

    private readonly ScalarType _precision;
    private readonly Device _device;
    private readonly SemaphoreSlim _free = new(1);
    private readonly PlaneRing _whole;
    private readonly Tensor[] _outputs = new Tensor[Frames];
    private readonly long[] _ids = new long[Frames];
    private StemSums? _sums;
    private bool _pushes;
    private StemTurn _now;
    private int _known; // whole outputs of the window before that are in this one too
    private bool _hasIds;
    private int _calm;

    /// <param name="reach">Pictures before and behind its own that an output reads.</param>
    /// <param name="precision">What the engine computes in.</param>
    /// <param name="device">Where the engine computes.</param>
    public StreamStem(int reach, ScalarType precision, Device device)
    {
        (_reach, _precision, _device) = (reach, precision, device);
        _fewNew = precision == float32 ? 7 : 2;
        _whole = new(Frames - (2 * reach), precision, device);
    }

    /// <summary>Moves on to a window, when the step that has the stream releases it.</summary>
    /// <param name="ids">The window's picture numbers.</param>
    public StemTurn Advance(ReadOnlySpan<long> ids)
    {
        _free.Wait();
        var first = FirstNew(ids);
        var fresh = Frames - first;
        ids.CopyTo(_ids);
        _hasIds = true;
        _calm = fresh <= _fewNew ? _calm + 1 : 0;
        _known = Math.Max(_whole.Count - fresh, 0);
        return _now = Turn(first, fresh);
    }

    /// <summary>Takes in a picture: those from <see cref="StemTurn.First"/> on, the oldest first.</summary>
    /// <param name="module">The engine's program.</param>
    /// <param name="picture">The picture, prepared by it.</param>
    public void Push(jit.ScriptModule module, Tensor picture)
    {
        _sums!.Push(module, picture, _whole.Oldest);
        _whole.Rotate();
    }

    /// <summary>The window's sixteen outputs, oldest first, after all pushes. They and the array stay this object's, until the stream is released.</summary>
    public Tensor[] PushedOutputs()
    {
        _sums!.CopyTo(_outputs.AsSpan(0, _reach), _outputs.AsSpan(Frames - _reach));
        _whole.CopyTo(_outputs.AsSpan(_reach));
        return _outputs;
    }

    /// <summary>The same, by computing those that aren't known.</summary>
    /// <param name="module">The engine's program.</param>
    /// <param name="unfolded">The window's pictures from <see cref="StemTurn.First"/> on (<see cref="PictureUnfolding"/>); null if there are none.</param>
    public Tensor[] ComputedOutputs(jit.ScriptModule module, Tensor? unfolded)
    {
        if (_known < _whole.Count)
        {
            var computed = module.invoke<Tensor>("compute_whole", unfolded!.narrow(2, _known - _now.First, Frames - _known));
            for (var place = 0; place < _whole.Count - _known; place++)
            {
                _whole.Oldest.copy_(computed.select(1, place));
                _whole.Rotate();
            }
        }
        if (_reach > 0)
        {
            var ends = module.invoke<Tensor[]>("compute_ends", unfolded!);
            for (var end = 0; end < _reach; end++)
            {
                _outputs[end] = ends[end].select(1, 0);
                _outputs[Frames - _reach + end] = ends[_reach + end].select(1, 0);
            }
        }
        _whole.CopyTo(_outputs.AsSpan(_reach));
        return _outputs;
    }

    /// <summary>The next step may have the stream.</summary>
    public void Release() => _free.Release();

    /// <inheritdoc />
    public void Dispose()
    {
        _whole.Dispose();
        _sums?.Dispose();
        _free.Dispose();
    }

    private StemTurn Turn(int first, int fresh)
    {
        // One picture more than few is no reason to give up what took sixteen pushes.
        if (_pushes && fresh <= _fewNew + 1) return new StemTurn(Pushes: true, first);
        _pushes = _reach == StemScript.FullReach && _calm >= Calm;
        // Both ends of the window are computed anew, unless they are no different.
        if (!_pushes) return new StemTurn(Pushes: false, _reach == 0 ? first : 0);
        _sums ??= new StemSums(_precision, _device);
        _sums.Clear();
        return new StemTurn(Pushes: true, 0);
    }

    /// <summary>The first of the window's pictures that is not known yet; 16 if all are.</summary>
    private int FirstNew(ReadOnlySpan<long> ids)
    {
        if (!_hasIds) return 0;
        for (var shift = 0; shift < Frames; shift++)
        {
            if (ids[..(Frames - shift)].SequenceEqual(_ids.AsSpan(shift))) return Frames - shift;
        }
        return 0;
    }
}
