using StavisLive.Core.Media;

namespace StavisLive.Core.Pipeline;

/// <summary>A result, a block of sound, or a packet of encoded sound on its way to a sink: exactly one of them, owned.</summary>
internal readonly record struct SinkItem(SaliencyResult? Result, AudioBlock? Block, SoundPacket? Packet)
{
    /// <summary>Gives the content back.</summary>
    public static void Release(SinkItem item)
    {
        item.Result?.Dispose();
        item.Block?.Dispose();
        item.Packet?.Dispose();
    }
}
