using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Model.Tests.Parity;

namespace StavisLive.Model.Tests.Inference;

/// <summary>The golden clips as the pipeline hands them over.</summary>
internal static class GoldenWindow
{
    public const int Clips = 2;

    /// <summary>One of the two clips; the caller disposes the window.</summary>
    public static NetworkWindow Rent(int clip)
    {
        var window = NetworkWindow.Rent();
        Golden.Npy<byte>("frames.npy").Values.AsSpan(clip * window.Pictures.Length, window.Pictures.Length).CopyTo(window.Pictures);
        Golden.Npy<float>("audio.npy").Values.AsSpan(clip * NetworkWindow.AudioLength, NetworkWindow.AudioLength).CopyTo(window.Audio);
        window.HasAudio = true;
        for (var index = 0; index < NetworkWindow.Frames; index++) window.PictureIds[index] = (clip * NetworkWindow.Frames) + index;
        window.StreamId = 0;
        return window;
    }

    /// <summary>The authors' fused map of a clip: logits.</summary>
    public static float[] ExpectedLogits(string name, int clip)
    {
        var (shape, values) = Golden.Npy<float>($"{name}.logits.npy");
        var maps = (int)shape[1];
        return values.AsSpan((((clip + 1) * maps) - 1) * SaliencyMap.Length, SaliencyMap.Length).ToArray();
    }
}
