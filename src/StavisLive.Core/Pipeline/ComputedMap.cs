using StavisLive.Core.Media;

namespace StavisLive.Core.Pipeline;

/// <summary>A map as it leaves the network. Owns a hold on <see cref="Map"/>.</summary>
internal readonly record struct ComputedMap(long Slot, SaliencyMap Map, SoundState Sound, MapState State, StageTimes Times)
{
    /// <summary>Gives the map back.</summary>
    public static void Release(ComputedMap computed) => computed.Map.Dispose();
}
