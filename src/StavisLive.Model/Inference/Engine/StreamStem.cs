using StavisLive.Core.Pipeline;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine;

/// <summary>conv1's outputs for one stream's window, kept from step to step.</summary>
/// <remarks>
/// The window of pictures n-15..n needs conv1's outputs at every picture: whole ones at n-12..n-3; at the three oldest
/// pictures ones that lack what came before the window, at the three newest ones that lack what comes after. All of them are made of the
/// same running sums (<see cref="StemScript"/>), so that a step costs its new pictures only, however many they are; a window that
/// does not follow the one before is sixteen new pictures. Owns its tensors: about 35 MB in half precisions, 52 MB in float32.
/// </remarks>
internal sealed class StreamStem : IDisposable
{
    /// <summary>Outputs of a window that are kept ready; the last three are still sums.</summary>
    public const int Settled = 13;

    private const int Frames = NetworkWindow.Frames;

    // Sums after tap 0, 1 and 2, waiting for their output to be complete: 6, 5 and 4 pictures later.
    private readonly History[] _begun = [new(6), new(5), new(4)];

    // Whole outputs, and those without the pictures before the first, second and third of a window.
    private readonly History _whole = new(10);
    private readonly History[] _first = [new(11), new(12), new(13)];

    private readonly Tensor _zero;
    private readonly long[] _ids = new long[Frames];
    private Tensor[] _sums = []; // after taps 3, 4 and 5 of the newest picture
    private bool _isFilled;

    /// <param name="device">Where the engine computes.</param>
    public StreamStem(Device device) =>
        _zero = zeros([1, StemScript.Side, StemScript.Side, StemScript.Channels], float32, device).permute(0, 3, 1, 2).DetachFromDisposeScope();

    /// <summary>The first of the window's pictures that is not known yet; 16 if all are.</summary>
    public int FirstNew(ReadOnlySpan<long> ids)
    {
        if (!_isFilled) return 0;
        for (var shift = 0; shift < Frames; shift++)
        {
            if (ids[..(Frames - shift)].SequenceEqual(_ids.AsSpan(shift))) return Frames - shift;
        }
        return 0;
    }

    /// <summary>Moves on to a window.</summary>
    /// <param name="module">The engine's program.</param>
    /// <param name="ids">The window's picture numbers.</param>
    /// <param name="picture">Gives a picture of the window as bytes <c>[1,112,112,3]</c> on the device.</param>
    public void Advance(jit.ScriptModule module, ReadOnlySpan<long> ids, Func<int, Tensor> picture)
    {
        var first = FirstNew(ids);
        if (first == 0) Reset();
        for (var index = first; index < Frames; index++) Push(module, picture(index));
        ids.CopyTo(_ids);
        _isFilled = true;
    }

    /// <summary>Writes the window's sixteen outputs, oldest first; the last <c>16 -</c> <see cref="Settled"/> still as sums. They stay this object's.</summary>
    public void CopyTo(Span<Tensor> outputs)
    {
        for (var frame = 0; frame < 3; frame++) outputs[frame] = _first[2 - frame].Oldest;
        for (var frame = 3; frame < Settled; frame++) outputs[frame] = _whole[frame - 3];
        for (var frame = Settled; frame < Frames; frame++) outputs[frame] = _sums[Frames - 1 - frame];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Clear();
        _zero.Dispose();
    }

    private void Push(jit.ScriptModule module, Tensor picture)
    {
        Tensor[] sums = [_begun[0].Newest, _begun[1].Newest, _begun[2].Newest, .. _sums, _begun[0].Oldest, _begun[1].Oldest, _begun[2].Oldest];
        var result = module.invoke<Tensor[]>("push", picture, sums);
        foreach (var tensor in result) tensor.DetachFromDisposeScope();

        for (var tap = 0; tap < 3; tap++) _begun[tap].Add(result[tap]);
        foreach (var sum in _sums) sum.Dispose();
        _sums = result[3..6];
        result[6].Dispose(); // complete: handed on as the next result, settled
        _whole.Add(result[StemScript.TapCount]);
        for (var missing = 0; missing < 3; missing++) _first[missing].Add(result[StemScript.TapCount + 1 + missing]);
    }

    private void Reset()
    {
        Clear();
        foreach (var history in _begun) history.Fill(_zero);
        _sums = [_zero.clone(), _zero.clone(), _zero.clone()];
        foreach (var sum in _sums) sum.DetachFromDisposeScope();
    }

    private void Clear()
    {
        _isFilled = false;
        foreach (var history in (History[])[.. _begun, _whole, .. _first]) history.Clear();
        foreach (var sum in _sums) sum.Dispose();
        _sums = [];
    }
}
