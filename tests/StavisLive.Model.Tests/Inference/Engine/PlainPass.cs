using System.Runtime.InteropServices;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Inference.Engine;

/// <summary>The trainable network on a window: what every engine is compared with.</summary>
internal static class PlainPass
{
    /// <summary>Logits of the fused map.</summary>
    public static float[] Logits(StavisNetwork network, NetworkWindow window, ScalarType precision = ScalarType.Float32)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var pictures = zeros([1, NetworkWindow.Frames, SaliencyMap.Side, SaliencyMap.Side, 3], uint8);
        window.Pictures.CopyTo(pictures.bytes);
        var audio = zeros([1, 1, 1, NetworkWindow.AudioLength]);
        window.Audio.CopyTo(MemoryMarshal.Cast<byte, float>(audio.bytes));
        return Numbers.Of(network.Saliency(NetworkInput.FromPictures(pictures).to(precision), network.Variant.Audiovisual ? audio.to(precision) : null));
    }
}
