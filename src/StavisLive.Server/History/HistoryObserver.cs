using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Server.Sources;

namespace StavisLive.Server.History;

/// <summary>Sums up where attention is in one run of a stream, ten seconds at a time.</summary>
/// <param name="source">The source's id.</param>
/// <param name="watched">What of the whole frame this run watches; null: all of it.</param>
/// <param name="queue">Takes what is summed up.</param>
internal sealed class HistoryObserver(string source, FrameArea? watched, HistoryQueue queue) : IStreamObserver
{
    private readonly float[] _sums = new float[AttentionGrid.Length];
    private long _slot;
    private int _maps;

    /// <inheritdoc />
    public void OnResult(SaliencyResult result, AttentionSample sample)
    {
        var slot = AttentionClock.SlotOf(sample.At);
        if (slot != _slot) Close();
        _slot = slot;
        if (AttentionGrid.Add(result.Map.Values, _sums)) _maps++;
    }

    /// <inheritdoc />
    public void OnState(SourceStateChange change)
    {
    }

    /// <inheritdoc />
    public void OnAudio(AudioChange change)
    {
    }

    /// <inheritdoc />
    public void Dispose() => Close();

    private void Close()
    {
        if (_maps == 0) return;
        queue.Add(new AttentionCell(source, _slot, _maps, AttentionGrid.Pack(_sums), watched));
        Array.Clear(_sums);
        _maps = 0;
    }
}
