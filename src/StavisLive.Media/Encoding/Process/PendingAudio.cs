using StavisLive.Core.Media;

namespace StavisLive.Media.Encoding.Process;

/// <summary>A block of samples or a packet of encoded audio: exactly one of them, owned.</summary>
internal readonly record struct PendingAudio(AudioBlock? Block, AudioPacket? Packet) : IDisposable
{
    /// <summary>When it begins.</summary>
    public MediaTime Time => Block?.PresentationTime ?? Packet!.PresentationTime;

    /// <summary>When it ends; of a packet only the beginning is known.</summary>
    public MediaTime End => Block is null ? Time : Time + AudioTime.Of(Block.Count);

    /// <inheritdoc />
    public void Dispose()
    {
        Block?.Dispose();
        Packet?.Dispose();
    }
}
