using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Streaming;

/// <summary>The newest planes of conv1's size in a series, in one block of memory. Owns it.</summary>
/// <remarks>
/// Written in place: planes that live for sixteen steps among temporaries of other sizes would leave the native heap full of holes.
/// </remarks>
internal sealed class PlaneRing : IDisposable
{
    private readonly Tensor _block;
    private readonly Tensor[] _planes; // views, [1,56,56,64]
    private int _oldest;

    /// <param name="places">Planes kept.</param>
    /// <param name="precision">Their numbers.</param>
    /// <param name="device">Where they lie.</param>
    public PlaneRing(int places, ScalarType precision, Device device)
    {
        _block = zeros([places, StemShape.Side, StemShape.Side, StemShape.Channels], precision, device).DetachFromDisposeScope();
        _planes = [.. Enumerable.Range(0, places).Select(place => _block.narrow(0, place, 1).DetachFromDisposeScope())];
    }

    /// <summary>The oldest plane: the place of the next one.</summary>
    public Tensor Oldest => this[0];

    /// <summary>The newest plane.</summary>
    public Tensor Newest => this[Count - 1];

    /// <summary>A plane by its age, the oldest first.</summary>
    public Tensor this[int place] => _planes[(_oldest + place) % _planes.Length];

    /// <summary>Planes kept.</summary>
    public int Count => _planes.Length;

    /// <summary>Writes all to the beginning of a list, the oldest first; they stay this object's.</summary>
    public void CopyTo(Span<Tensor> planes)
    {
        for (var place = 0; place < _planes.Length; place++) planes[place] = this[place];
    }

    /// <summary>Makes the oldest plane, which has been written over, the newest.</summary>
    public void Rotate() => _oldest = (_oldest + 1) % _planes.Length;

    /// <summary>Makes every plane zero.</summary>
    public void Clear() => _block.zero_().Dispose();

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var plane in _planes) plane.Dispose();
        _block.Dispose();
    }
}
