namespace StavisLive.Cluster.Wall;

/// <summary>Which stream was ordered to run where, and which nodes are drained. Used from one grain only; written when it asks for it.</summary>
/// <param name="state">Where it is kept.</param>
internal sealed class Placements(IPersistentState<PlacedState> state)
{
    private readonly SemaphoreSlim _writing = new(1);
    private bool _isDirty;

    /// <summary>How often it has changed.</summary>
    public long Changes { get; private set; }

    /// <summary>Where each stream was ordered to run, or how it ended; by name.</summary>
    public IReadOnlyDictionary<string, PlacedStream> All => state.State.Streams;

    /// <summary>Nodes that get nothing new, by their runs.</summary>
    public IReadOnlySet<string> Draining => state.State.Draining;

    /// <summary>Where a stream was ordered to run; null where it wasn't.</summary>
    public PlacedStream? Find(string name) => state.State.Streams.GetValueOrDefault(name);

    /// <summary>Notes where a stream is.</summary>
    public void Set(string name, PlacedStream placed)
    {
        state.State.Streams[name] = placed;
        Note();
    }

    /// <summary>Notes that a stream is nowhere.</summary>
    public void Remove(string name)
    {
        if (state.State.Streams.Remove(name)) Note();
    }

    /// <summary>Notes that a node's run gets nothing new.</summary>
    public void Drain(string silo)
    {
        if (state.State.Draining.Add(silo)) _isDirty = true;
    }

    /// <summary>Notes that runs of nodes are over.</summary>
    public void EndDraining(Predicate<string> isGone)
    {
        if (state.State.Draining.RemoveWhere(isGone) > 0) _isDirty = true;
    }

    /// <summary>Writes what has changed.</summary>
    public async Task WriteAsync()
    {
        await _writing.WaitAsync();
        try
        {
            if (!_isDirty) return;
            _isDirty = false;
            await state.WriteStateAsync();
        }
        catch
        {
            _isDirty = true;
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    private void Note()
    {
        _isDirty = true;
        Changes++;
    }
}
