using System.Collections.Concurrent;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Inference;

/// <summary>A network that hands over at once and ends each step when the test says so. The map holds the value of the window's first byte.</summary>
internal sealed class HandOverPredictor : ISaliencyPredictor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<byte, TaskCompletionSource> _ends = [];
    private readonly ConcurrentDictionary<byte, TaskCompletionSource> _begins = [];
    private readonly ConcurrentDictionary<byte, Thread> _ended = [];

    public bool UsesAudio => true;

    public int BatchSize => 1;

    public required int Concurrency { get; init; }

    /// <summary>Thrown when a stream is forgotten.</summary>
    public Exception? ForgetFailure { get; init; }

    /// <summary>Waits until the step of the window of this value is under way.</summary>
    public Task BegunAsync(byte value) => Signal(_begins, value).Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>Waits until that step is under way, and lets it end.</summary>
    public async Task FinishAsync(byte value, Exception? failure = null)
    {
        await BegunAsync(value);
        if (failure is null) Signal(_ends, value).SetResult();
        else Signal(_ends, value).SetException(failure);
    }

    /// <summary>Waits until the thread of the step of this value, which was let end, waits for something else.</summary>
    public Task RestsAsync(byte value) =>
        Eventually.HoldsAsync(() => _ended.TryGetValue(value, out var thread) && thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin));

    public void Predict(ReadOnlySpan<NetworkWindow> windows, ReadOnlySpan<SaliencyMap> maps, Action handOver)
    {
        var value = windows[0].Pictures[0];
        handOver();
        Signal(_begins, value).SetResult();
#pragma warning disable RS0030 // A predictor blocks its scheduler's thread, as a network does.
        Signal(_ends, value).Task.WaitAsync(Patience).GetAwaiter().GetResult();
#pragma warning restore RS0030
        maps[0].Values.Fill(value);
        _ended[value] = Thread.CurrentThread;
    }

    public void Forget(int streamId)
    {
        if (ForgetFailure is not null) throw ForgetFailure;
    }

    public void Dispose()
    {
        // Nothing native.
    }

    private static TaskCompletionSource Signal(ConcurrentDictionary<byte, TaskCompletionSource> signals, byte value) =>
        signals.GetOrAdd(value, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
