using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;

namespace StavisLive.Core.Inference;

/// <summary>A map as it leaves the network. Owns a hold on <see cref="Map"/>.</summary>
/// <param name="Slot">The slot of the window grid that it is for.</param>
/// <param name="Map">The map.</param>
/// <param name="Audio">What the network heard.</param>
/// <param name="State">How far it can be trusted.</param>
/// <param name="Times">What its step took, by stage.</param>
public readonly record struct ComputedMap(long Slot, SaliencyMap Map, AudioState Audio, MapState State, StageTimes Times)
{
    /// <summary>Gives the map back.</summary>
    public static void Release(ComputedMap computed) => computed.Map.Dispose();
}
