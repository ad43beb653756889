using System.Collections.Concurrent;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;

namespace StavisLive.Evaluation.Networks;

/// <summary>Gives one clip's windows to several networks, so that it is decoded once.</summary>
/// <remarks>
/// The session sees the first network; all maps lie here until whoever scores asks for them, as many as the session's own queues let the
/// maps run ahead.
/// </remarks>
/// <param name="networks">One at least; one in silence behind the same with its sound.</param>
internal sealed class NetworkPanel(IReadOnlyList<EvaluatedNetwork> networks) : IInference, IDisposable
{
    private readonly ConcurrentQueue<PanelStep> _steps = new();
    private PanelStep? _current;

    /// <inheritdoc />
    public Task<bool> Ready => AnyListensAsync();

    /// <inheritdoc />
    public IInferenceLane Open(LaneOptions options) =>
        new PanelLane([.. networks.Select(network => new PanelSeat(network.Inference.Open(options), PlaceOf(network.Hearing)))], _steps.Enqueue);

    /// <summary>The maps for a slot, in the order of the networks; valid until a later slot is asked for.</summary>
    /// <exception cref="InvalidOperationException">No network has made a map for it.</exception>
    public IReadOnlyList<SaliencyMap> MapsFor(long slot)
    {
        while (_current is null || _current.Slot < slot)
        {
            _current?.Dispose();
            if (!_steps.TryDequeue(out _current)) break;
        }
        return _current?.Slot == slot ? _current.Maps : throw new InvalidOperationException($"There are no maps for slot {slot}.");
    }

    /// <summary>Gives back what nobody asked for, once the session has ended.</summary>
    public void Dispose()
    {
        _current?.Dispose();
        while (_steps.TryDequeue(out var step)) step.Dispose();
    }

    private async Task<bool> AnyListensAsync() => (await Task.WhenAll(networks.Select(network => network.Inference.Ready)).ConfigureAwait(false)).Contains(true);

    private int? PlaceOf(EvaluatedNetwork? hearing) => hearing is null ? null : networks.Index().First(pair => pair.Item == hearing).Index;
}
