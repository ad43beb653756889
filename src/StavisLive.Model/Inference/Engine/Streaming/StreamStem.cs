using StavisLive.Core.Windowing;
using StavisLive.Model.Inference.Engine.Scripts;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Streaming;

/// <summary>conv1's outputs for one stream's window, kept from step to step.</summary>
/// <remarks>
/// The window of pictures n-15..n needs conv1's outputs at every picture: whole ones at n-12..n-3; at the three oldest
/// pictures ones that lack what came before the window, at the three newest ones that lack what comes after. All of them are made of the
/// same running sums (<see cref="StemScript"/>), so that a step costs its new pictures only. Where these are many, as in a stream whose
/// turn comes seldom, conv1 over the whole window is cheaper, and nothing is kept. Owns its memory: 34 MB in half precisions, 53 MB in float32.
/// </remarks>
internal sealed class StreamStem : IDisposable
{
    /// <summary>Steps that a stream takes until it costs its new pictures only.</summary>
    public const int StepsToSettle = Calm + 1;

    private const int Frames = NetworkWindow.Frames;

    // On one core a picture costs 6 ms, a whole window 31 in half precisions and 55 in float32 (docs/measurements/performance.md). A picture more: filling costs
    // sixteen, and a stream whose turns are irregular should not do it again and again.
    private const int MostNewInHalf = 6;
    private const int MostNewInSingle = 10;

    // Windows in a row with few new pictures before sixteen are taken in: a stream that just had luck would pay for it each time.
    private const int Calm = 2;

    // The sum of the whole outputs slides along: added to and subtracted from. Taken anew now and then, it is never off by more
    // than so many roundings of float32.
    private const int MostSlides = 64;

    // Sums after tap 0, 1 and 2, waiting for their output to be complete: 6, 5 and 4 pictures later.
    private readonly PlaneRing[] _begun;

    // Sums after tap 5, 4 and 3 of the newest picture, the oldest output first, behind a place for the next.
    private readonly PlaneRing _running;

    // Whole outputs, and those without the pictures before the third, second and first of a window.
    private readonly PlaneRing _whole;
    private readonly PlaneRing[] _first;

    private readonly PlaneRing _total;
    private readonly PlaneRing[] _rings;

    // What the program is called with, filled anew for each call.
    private readonly Tensor[] _windowOutputs = new Tensor[Frames];
    private readonly Tensor[] _newestSums = new Tensor[3];
    private readonly Tensor[] _runningSums = new Tensor[4];
    private readonly Tensor[] _begunSums = new Tensor[3];
    private readonly Tensor[] _pushOutputs = new Tensor[4];
    private readonly object[] _pushArguments;

    private readonly int _mostNew;
    private readonly long[] _ids = new long[Frames];
    private bool _hasIds;
    private bool _isFilled;
    private int _calm;
    private int _slides;

    /// <param name="precision">What the engine computes in.</param>
    /// <param name="device">Where the engine computes.</param>
    public StreamStem(ScalarType precision, Device device)
    {
        _mostNew = precision == float32 ? MostNewInSingle : MostNewInHalf;
        _begun = [new(6, float32, device), new(5, float32, device), new(4, float32, device)];
        _running = new(4, float32, device);
        _whole = new(10, precision, device);
        _first = [new(11, precision, device), new(12, precision, device), new(13, precision, device)];
        _total = new(1, float32, device);
        _rings = [.. _begun, _running, _whole, .. _first, _total];
        _pushArguments = [Total, _newestSums, _runningSums, _begunSums, _pushOutputs, Total];
    }

    /// <summary>The sum of the window's whole outputs, float32; this object's.</summary>
    public Tensor Total => _total.Newest;

    /// <summary>Moves on to a window.</summary>
    /// <param name="ids">The window's picture numbers.</param>
    /// <returns>
    /// The first of its pictures that are to be pushed, 16 if none are; null if nothing is kept of it: its outputs are to be computed over the whole window.
    /// </returns>
    public int? Advance(ReadOnlySpan<long> ids)
    {
        var first = FirstNew(ids);
        ids.CopyTo(_ids);
        _hasIds = true;
        _calm = Frames - first <= _mostNew ? _calm + 1 : 0;
        if (_calm < Calm)
        {
            _isFilled = false;
            return null;
        }
        if (_isFilled) return first;
        foreach (var ring in _rings) ring.Clear();
        return 0;
    }

    /// <summary>Takes in a picture: those from <see cref="Advance"/>'s on, the oldest first.</summary>
    /// <param name="module">The engine's program.</param>
    /// <param name="picture">The picture, prepared by it.</param>
    public void Push(jit.ScriptModule module, Tensor picture)
    {
        _pushArguments[0] = picture;
        _pushOutputs[0] = _whole.Oldest;
        for (var tap = 0; tap < 3; tap++)
        {
            _newestSums[tap] = _begun[tap].Newest;
            _begunSums[tap] = _begun[tap].Oldest;
            _pushOutputs[tap + 1] = _first[tap].Oldest;
        }
        for (var sum = 0; sum < 4; sum++) _runningSums[sum] = _running[3 - sum];
        module.invoke<Tensor>("push", _pushArguments);
        foreach (var ring in _rings) ring.Rotate();
        _slides++;
    }

    /// <summary>All of the window's pictures have been pushed.</summary>
    /// <param name="module">The engine's program.</param>
    public void Complete(jit.ScriptModule module)
    {
        if (!_isFilled || _slides >= MostSlides) SumAnew(module);
        _isFilled = true;
    }

    /// <summary>
    /// The window's sixteen outputs, oldest first; the last <c>16 -</c> <see cref="StemShape.Settled"/> still as sums. They and the array stay this object's.
    /// </summary>
    public Tensor[] Outputs()
    {
        for (var missing = 3; missing > 0; missing--) _windowOutputs[3 - missing] = _first[missing - 1].Oldest;
        _whole.CopyTo(_windowOutputs.AsSpan(3));
        for (var sum = 1; sum <= 3; sum++) _windowOutputs[StemShape.Settled - 1 + sum] = _running[sum];
        return _windowOutputs;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var ring in _rings) ring.Dispose();
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

    private void SumAnew(jit.ScriptModule module)
    {
        var whole = new Tensor[_whole.Count];
        _whole.CopyTo(whole);
        module.invoke<Tensor>("sum_anew", Total, whole);
        _slides = 0;
    }
}
