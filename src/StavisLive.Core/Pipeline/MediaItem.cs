using StavisLive.Core.Media;

namespace StavisLive.Core.Pipeline;

/// <summary>A picture, a block of sound, or a packet of encoded sound: exactly one of them, owned.</summary>
internal readonly record struct MediaItem(VideoFrame? Frame, AudioBlock? Block, SoundPacket? Packet)
{
    /// <summary>Gives the content back.</summary>
    public static void Release(MediaItem item)
    {
        item.Frame?.Dispose();
        item.Block?.Dispose();
        item.Packet?.Dispose();
    }
}
