using static TorchSharp.torch;

namespace StavisLive.Model.Network;

/// <summary>From pictures as bytes to what the network reads.</summary>
public static class NetworkInput
{
    /// <summary>Mean red, green and blue of the authors' training data (Kinetics), 0..255.</summary>
    internal static IReadOnlyList<float> Mean { get; } = [114.7748f, 107.7354f, 99.4750f];

    /// <summary>Pictures less their mean, channels first.</summary>
    /// <param name="pictures">RGB bytes <c>[N,16,112,112,3]</c>.</param>
    /// <returns>float32 <c>[N,3,16,112,112]</c> on the same device.</returns>
    public static Tensor FromPictures(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        var mean = tensor((float[])[.. Mean], device: pictures.device).view(3, 1, 1, 1);
        return pictures.permute(0, 4, 1, 2, 3).to(float32).sub(mean).contiguous().MoveToOuterDisposeScope();
    }
}
