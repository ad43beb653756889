namespace StavisLive.Cluster.Wall;

/// <summary>What is being done with streams: one thing at a time with each, a bounded number at once. Used from one grain only.</summary>
/// <param name="mostAtOnce">Most at once.</param>
/// <param name="undone">Told what could not be done because others were away.</param>
internal sealed class StreamActions(int mostAtOnce, Action<string, Exception> undone)
{
    private readonly SemaphoreSlim _places = new(mostAtOnce);
    private readonly Dictionary<string, Task> _busy = [];

    /// <summary>How many are under way, or wait for their place.</summary>
    public int Count => _busy.Count;

    /// <summary>Whether something is being done with a stream.</summary>
    public bool IsBusy(string stream) => _busy.ContainsKey(stream);

    /// <summary>Begins something with a stream with which nothing is done; returns at once.</summary>
    public void Begin(string stream, Func<Task> action) => _busy[stream] = DoAsync(stream, action);

    /// <summary>Done when nothing is done with the stream any more.</summary>
    public Task WhenIdle(string stream) => _busy.GetValueOrDefault(stream, Task.CompletedTask);

    private async Task DoAsync(string stream, Func<Task> action)
    {
        // Its place among those that are under way is taken first.
        await Task.Yield();
        await _places.WaitAsync();
        try
        {
            await action();
        }
        catch (Exception e) when (Failure.IsOthers(e))
        {
            undone(stream, e);
        }
        finally
        {
            _places.Release();
            _busy.Remove(stream);
        }
    }
}
