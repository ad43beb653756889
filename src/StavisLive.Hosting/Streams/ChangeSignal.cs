namespace StavisLive.Hosting.Streams;

/// <summary>Tells any number of waiters that something has changed. Nothing is queued, and nobody who waits can hold up who tells.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Done at the next change. Taken before what may change is read, it misses none.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Something has changed.</summary>
    public void Tell() => Interlocked.Exchange(ref _next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
