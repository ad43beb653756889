using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Convolution.Winograd;

/// <summary>Memory for the sums of one convolution at a time. Owns it.</summary>
/// <remarks>Taken anew for every layer, its pages would be given back to the system and cleared by it each time, which takes longer than the sums.</remarks>
internal sealed class WinogradScratch : IDisposable
{
    private Tensor _numbers = empty(0, bfloat16).DetachFromDisposeScope();

    /// <summary>The memory as a tensor of this shape, with whatever it held; the caller's to dispose, valid until the next call.</summary>
    public Tensor Take(long windows, long frames, long tiles, long sums)
    {
        var length = windows * frames * tiles * sums;
        if (_numbers.numel() < length)
        {
            _numbers.Dispose();
            _numbers = empty(length, bfloat16).DetachFromDisposeScope();
        }
        using var part = _numbers.narrow(0, 0, length);
        return part.view(windows, frames, tiles, sums);
    }

    /// <inheritdoc />
    public void Dispose() => _numbers.Dispose();
}
