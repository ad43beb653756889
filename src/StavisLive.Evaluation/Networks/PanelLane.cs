using StavisLive.Core.Inference;
using StavisLive.Core.Media;

namespace StavisLive.Evaluation.Networks;

/// <summary>One clip's way through several networks; what is read of it are the first one's maps.</summary>
/// <remarks>Every window is computed by all: for clips alone, where nothing is dropped.</remarks>
/// <param name="seats">The networks, one at least.</param>
/// <param name="keep">Takes every step's maps, before the first one's is read.</param>
internal sealed class PanelLane(IReadOnlyList<PanelSeat> seats, Action<PanelStep> keep) : IInferenceLane
{
    /// <inheritdoc />
    public int WaitingWindows => seats[0].Lane.WaitingWindows;

    /// <inheritdoc />
    public int WaitingMaps => seats[0].Lane.WaitingMaps;

    /// <inheritdoc />
    public async ValueTask WriteAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        using var window = request.Step.Window;
        foreach (var seat in seats) await seat.WriteAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void CompleteWindows()
    {
        foreach (var seat in seats) seat.Lane.CompleteWindows();
    }

    /// <inheritdoc />
    public void Abandon()
    {
        foreach (var seat in seats) seat.Lane.Abandon();
    }

    /// <inheritdoc />
    public async ValueTask<ComputedMap?> ReadMapAsync()
    {
        if (await seats[0].Lane.ReadMapAsync().ConfigureAwait(false) is not { } first) return null;
        var maps = new List<SaliencyMap>(seats.Count) { first.Map };
        var isComplete = false;
        try
        {
            foreach (var seat in seats.Skip(1))
            {
                // Given up in the middle of a step.
                if (await seat.ReadMapAsync(first, maps).ConfigureAwait(false) is not { } map) return null;
                maps.Add(map);
            }
            isComplete = true;
        }
        finally
        {
            if (!isComplete) maps.ForEach(map => map.Dispose());
        }
        keep(new PanelStep(first.Slot, maps));
        return first with { Map = first.Map.Share() };
    }

    /// <inheritdoc />
    public void DrainMaps()
    {
        foreach (var seat in seats) seat.Lane.DrainMaps();
    }
}
