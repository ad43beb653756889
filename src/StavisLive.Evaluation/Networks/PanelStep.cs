using StavisLive.Core.Media;

namespace StavisLive.Evaluation.Networks;

/// <summary>The maps that all networks made of one window. Owns a hold on each.</summary>
/// <param name="Slot">The slot that they are for.</param>
/// <param name="Maps">In the order of the networks.</param>
internal sealed record PanelStep(long Slot, IReadOnlyList<SaliencyMap> Maps) : IDisposable
{
    /// <summary>Gives the maps back.</summary>
    public void Dispose()
    {
        foreach (var map in Maps) map.Dispose();
    }
}
