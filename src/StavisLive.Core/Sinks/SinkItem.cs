using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Core.Sinks;

/// <summary>
/// A result, a block of sound, a packet of encoded sound, or a change of the source's state or sound on its way to a sink:
/// exactly one of them, owned.
/// </summary>
internal readonly record struct SinkItem(SaliencyResult? Result, AudioBlock? Block, SoundPacket? Packet, SourceStateChange? Change = null, SoundChange? SoundChange = null)
{
    /// <summary>Gives the content back.</summary>
    public static void Release(SinkItem item)
    {
        item.Result?.Dispose();
        item.Block?.Dispose();
        item.Packet?.Dispose();
    }
}
