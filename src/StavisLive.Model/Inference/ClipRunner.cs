using System.Runtime.InteropServices;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference;

/// <summary>Raw clips to logits in plain float32, for comparing networks and checkpoints number by number.</summary>
public sealed class ClipRunner
{
    /// <summary>Bytes of one clip: 16 x 112 x 112 x RGB.</summary>
    public const int BytesPerClip = NetworkWindow.Frames * NetworkWindow.BytesPerFrame;

    private readonly StavisNetwork _network;

    /// <param name="network">Borrowed, and left in evaluation mode.</param>
    public ClipRunner(SaliencyNetwork network)
        : this(network.Module)
    {
    }

    /// <param name="network">The network, in float32 on the CPU; borrowed, and left in evaluation mode.</param>
    internal ClipRunner(StavisNetwork network)
    {
        _network = network;
        network.eval();
    }

    /// <summary>Maps per clip: one, the fused map; of a visual-only network five, the four supervision maps before it.</summary>
    public int MapsPerClip => _network.Variant.Audiovisual ? 1 : 5;

    /// <summary>Computes clips one after the other.</summary>
    /// <param name="pictures">RGB bytes <c>[clips,16,112,112,3]</c>.</param>
    /// <param name="audio">Windowed excerpts <c>[clips,samples]</c> of any one length; ignored by a visual-only network.</param>
    /// <param name="logits">Filled: <c>[clips,MapsPerClip,112,112]</c>, before the sigmoid.</param>
    /// <param name="cancellationToken">Stops between two clips.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public void Run(
        ReadOnlySpan<byte> pictures, ReadOnlySpan<float> audio, Span<float> logits, CancellationToken cancellationToken = default)
    {
        var (clips, rest) = Math.DivRem(pictures.Length, BytesPerClip);
        var mapLength = MapsPerClip * SaliencyMap.Length;
        if (rest != 0)
            throw new ArgumentException($"{pictures.Length} bytes are no whole number of clips of {BytesPerClip}.", nameof(pictures));
        if (logits.Length != clips * mapLength)
            throw new ArgumentException($"{clips} clips give {clips * mapLength} logits, not {logits.Length}.", nameof(logits));
        if (_network.Variant.Audiovisual && (clips == 0 ? audio.Length : audio.Length % clips) != 0)
            throw new ArgumentException($"{audio.Length} samples cannot be shared out among {clips} clips.", nameof(audio));

        var samples = _network.Variant.Audiovisual && clips > 0 ? audio.Length / clips : 0;
        for (var clip = 0; clip < clips; clip++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RunOne(
                pictures.Slice(clip * BytesPerClip, BytesPerClip),
                audio.Slice(clip * samples, samples),
                logits.Slice(clip * mapLength, mapLength));
        }
    }

    private void RunOne(ReadOnlySpan<byte> pictures, ReadOnlySpan<float> audio, Span<float> logits)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var clip = zeros([1, NetworkWindow.Frames, SaliencyMap.Side, SaliencyMap.Side, 3], uint8);
        pictures.CopyTo(clip.bytes);
        var excerpt = zeros([1, 1, 1, audio.Length]);
        MemoryMarshal.AsBytes(audio).CopyTo(excerpt.bytes);

        var maps = _network.call(NetworkInput.FromPictures(clip), _network.Variant.Audiovisual ? excerpt : null);
        MemoryMarshal.Cast<byte, float>(maps.contiguous().bytes).CopyTo(logits);
    }
}
