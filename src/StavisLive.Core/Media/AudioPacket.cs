using System.Buffers;

namespace StavisLive.Core.Media;

/// <summary>One packet of a source's <see cref="EncodedAudio"/> in a recycled buffer.</summary>
/// <remarks>Counted holds: several recorders may keep the same packet.</remarks>
public sealed class AudioPacket : Shared
{
    private byte[] _data;

    private AudioPacket(byte[] data, int count)
    {
        _data = data;
        Count = count;
    }

    /// <summary>Number of bytes.</summary>
    public int Count { get; }

    /// <summary>When the packet is heard, on the stream's time line.</summary>
    public MediaTime PresentationTime { get; set; }

    /// <summary>The packet's bytes.</summary>
    public Memory<byte> Data => _data.AsMemory(0, Count);

    /// <summary>A packet of <paramref name="count"/> undefined bytes, held once by the caller.</summary>
    public static AudioPacket Rent(int count)
    {
        var packet = new AudioPacket(ArrayPool<byte>.Shared.Rent(count), count);
        packet.HoldFirst();
        return packet;
    }

    /// <summary>A further hold on the same packet.</summary>
    public AudioPacket Share()
    {
        Hold();
        return this;
    }

    /// <inheritdoc />
    protected override void Recycle()
    {
        ArrayPool<byte>.Shared.Return(_data);
        _data = [];
    }
}
