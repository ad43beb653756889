using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Core.Sinks;

/// <summary>
/// A result, a block of audio, a packet of encoded audio, or a change of the source's state or audio on its way to a sink:
/// exactly one of them, owned.
/// </summary>
internal readonly record struct SinkItem(SaliencyResult? Result, AudioBlock? Block, AudioPacket? Packet, SourceStateChange? Change = null, AudioChange? AudioChange = null)
{
    /// <summary>Gives the content back.</summary>
    public static void Release(SinkItem item)
    {
        item.Result?.Dispose();
        item.Block?.Dispose();
        item.Packet?.Dispose();
    }
}
