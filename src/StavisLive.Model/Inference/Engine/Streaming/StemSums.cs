using StavisLive.Model.Inference.Engine.Scripts;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Streaming;

/// <summary>The sums by which conv1 goes on from picture to picture (<see cref="StemScript"/>). Owns its memory: 30 MB in half precisions, 45 MB in float32.</summary>
internal sealed class StemSums : IDisposable
{
    // Sums after tap 0, 1 and 2, waiting for their output to be complete: 6, 5 and 4 pictures later.
    private readonly PlaneRing[] _begun;

    // Sums after tap 5, 4 and 3 of the newest picture, the oldest output first, behind a place for the next.
    private readonly PlaneRing _running;

    // Outputs without the pictures before the third, second and first of a window.
    private readonly PlaneRing[] _first;

    private readonly PlaneRing[] _rings;

    // What the program is called with, filled anew for each call.
    private readonly Tensor[] _newestSums = new Tensor[3];
    private readonly Tensor[] _runningSums = new Tensor[4];
    private readonly Tensor[] _begunSums = new Tensor[3];
    private readonly Tensor[] _outputs = new Tensor[4];
    private readonly object[] _arguments;

    /// <param name="precision">What the engine computes in.</param>
    /// <param name="device">Where the engine computes.</param>
    public StemSums(ScalarType precision, Device device)
    {
        _begun = [new(6, float32, device), new(5, float32, device), new(4, float32, device)];
        _running = new(4, float32, device);
        _first = [new(11, precision, device), new(12, precision, device), new(13, precision, device)];
        _rings = [.. _begun, _running, .. _first];
        _arguments = [_begunSums, _newestSums, _runningSums, _begunSums, _outputs];
    }

    /// <summary>Begins anew, as before a stream's first picture.</summary>
    public void Clear()
    {
        foreach (var ring in _rings) ring.Clear();
    }

    /// <summary>Takes in a picture.</summary>
    /// <param name="module">The engine's program.</param>
    /// <param name="picture">The picture, prepared by it.</param>
    /// <param name="whole">Where the output that becomes complete is written to.</param>
    public void Push(jit.ScriptModule module, Tensor picture, Tensor whole)
    {
        _arguments[0] = picture;
        _outputs[0] = whole;
        for (var tap = 0; tap < 3; tap++)
        {
            _newestSums[tap] = _begun[tap].Newest;
            _begunSums[tap] = _begun[tap].Oldest;
            _outputs[tap + 1] = _first[tap].Oldest;
        }
        for (var sum = 0; sum < 4; sum++) _runningSums[sum] = _running[3 - sum];
        module.invoke<Tensor>("push", _arguments);
        foreach (var ring in _rings) ring.Rotate();
    }

    /// <summary>The window's outputs that lack pictures: its first three, and as sums in float32 its last three. They stay this object's.</summary>
    public void CopyTo(Span<Tensor> first, Span<Tensor> last)
    {
        for (var missing = 3; missing > 0; missing--) first[3 - missing] = _first[missing - 1].Oldest;
        for (var sum = 1; sum <= 3; sum++) last[sum - 1] = _running[sum];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var ring in _rings) ring.Dispose();
    }
}
