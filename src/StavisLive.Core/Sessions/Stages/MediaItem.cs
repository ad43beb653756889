using StavisLive.Core.Media;

namespace StavisLive.Core.Sessions.Stages;

/// <summary>A picture, a block of audio, or a packet of encoded audio: exactly one of them, owned; or the news that nothing comes.</summary>
internal readonly record struct MediaItem(VideoFrame? Frame, AudioBlock? Block, AudioPacket? Packet)
{
    /// <summary>Nothing has come for a while.</summary>
    public static MediaItem Silence => default;

    /// <summary>Whether it is <see cref="Silence"/>.</summary>
    public bool IsSilence => Frame is null && Block is null && Packet is null;

    /// <summary>Gives the content back.</summary>
    public static void Release(MediaItem item)
    {
        item.Frame?.Dispose();
        item.Block?.Dispose();
        item.Packet?.Dispose();
    }
}
