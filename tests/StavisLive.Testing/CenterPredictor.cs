using System.Collections.Concurrent;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Testing;

/// <summary>A network whose map holds the value of one picture of the window; waits for a permit per step where a test gives them out.</summary>
/// <param name="pictureIndex">Which of the sixteen: 8 is the centre, 15 the newest.</param>
/// <param name="permits">Null: never waits.</param>
public sealed class CenterPredictor(int pictureIndex = 8, SemaphoreSlim? permits = null) : ISaliencyPredictor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private int _steps;

    /// <summary>Windows seen.</summary>
    public int Steps => Volatile.Read(ref _steps);

    /// <summary>The permits.</summary>
    public SemaphoreSlim? Permits => permits;

    /// <summary>Whether it was disposed.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>Thrown at step <see cref="FailAt"/>.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Step, from 0, at which <see cref="Failure"/> is thrown.</summary>
    public int FailAt { get; init; }

    /// <summary>Which streams, by number, get maps that hold no numbers.</summary>
    public Func<int, bool> Poison { get; init; } = _ => false;

    /// <inheritdoc />
    public bool UsesAudio { get; init; } = true;

    /// <inheritdoc />
    public bool UsesCuda { get; set; }

    /// <inheritdoc />
    public int BatchSize { get; init; } = 1;

    /// <inheritdoc />
    public int Concurrency { get; init; } = 1;

    /// <summary>Numbers of the streams in each batch, in order.</summary>
    public ConcurrentQueue<int[]> Batches { get; } = [];

    /// <summary>Streams that have ended.</summary>
    public ConcurrentQueue<int> Forgotten { get; } = [];

    /// <inheritdoc />
    public void Predict(ReadOnlySpan<NetworkWindow> windows, ReadOnlySpan<SaliencyMap> maps, Action handOver)
    {
        Batches.Enqueue([.. windows.ToArray().Select(window => window.StreamId)]);
        handOver();
        for (var index = 0; index < windows.Length; index++) Predict(windows[index], maps[index]);
    }

    /// <inheritdoc />
    public void Forget(int streamId) => Forgotten.Enqueue(streamId);

    /// <inheritdoc />
    public void Dispose() => IsDisposed = true;

    private void Predict(NetworkWindow window, SaliencyMap map)
    {
        var step = Interlocked.Increment(ref _steps) - 1;
        if (permits is not null && !permits.Wait(Patience)) throw new TimeoutException("No permit came.");
        if (Failure is not null && step == FailAt) throw Failure;
        map.Values.Fill(window.Pictures[pictureIndex * NetworkWindow.BytesPerFrame]);
        if (Poison(window.StreamId)) map.Values[^1] = float.NaN;
    }
}
