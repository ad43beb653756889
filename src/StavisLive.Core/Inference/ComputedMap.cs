using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;

namespace StavisLive.Core.Inference;

/// <summary>A map as it leaves the network. Owns a hold on <see cref="Map"/>.</summary>
internal readonly record struct ComputedMap(long Slot, SaliencyMap Map, AudioState Audio, MapState State, StageTimes Times)
{
    /// <summary>Gives the map back.</summary>
    public static void Release(ComputedMap computed) => computed.Map.Dispose();
}
