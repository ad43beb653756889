using System.Collections.Concurrent;

namespace StavisLive.Media.Threads;

/// <summary>Does what may block for seconds on a thread of its own, so that nobody else's pool threads stand still. Disposing ends it.</summary>
internal sealed class PatientThread : IDisposable
{
    // Encoders work on their caller's stack, with tables of hundreds of kilobytes; what is not touched takes no memory.
    private const int StackSize = 8 * 1024 * 1024;

    private readonly BlockingCollection<Action> _work = [];

    /// <param name="name">Name of the thread.</param>
    public PatientThread(string name) => new Thread(Run, maxStackSize: StackSize) { IsBackground = true, Name = name }.Start();

    /// <summary>Done when the work is; fails as it does. One at a time.</summary>
    public Task RunAsync(Func<ValueTask> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                OwnThread.Wait(work());
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    /// <inheritdoc />
    public void Dispose() => _work.CompleteAdding();

    private void Run()
    {
        foreach (var work in _work.GetConsumingEnumerable()) work();
    }
}
