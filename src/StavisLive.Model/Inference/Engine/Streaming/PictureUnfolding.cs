using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Streaming;

/// <summary>Lays a window's pictures out as conv1 reads them (<see cref="Scripts.StemScript"/>).</summary>
internal abstract class PictureUnfolding
{
    /// <summary>Unfolds.</summary>
    /// <param name="pictures">Bytes <c>[n,112,112,3]</c>.</param>
    /// <returns><c>[1,21,n,112,56]</c>, channels innermost: the seven pixels, three values each, that a column of the output reads of a row, less their mean.</returns>
    public abstract Tensor Unfold(Tensor pictures);
}
