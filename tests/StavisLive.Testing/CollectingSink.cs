using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;

namespace StavisLive.Testing;

/// <summary>Keeps what is published, and checks that it is called as <see cref="ISink"/> promises.</summary>
public sealed class CollectingSink(string name = "collecting", bool needsPicture = false) : ISink
{
    private readonly List<Published> _published = [];

    /// <summary>One published result: its frame, its map's first value, its states, and its picture's first byte.</summary>
    public sealed record Published(long Index, long MapSlot, float Value, MapState State, AudioState Audio, bool HasTimes, byte? Pixel);

    /// <summary>What was published, in order.</summary>
    public IReadOnlyList<Published> Results
    {
        get
        {
            lock (_published) return [.. _published];
        }
    }

    /// <summary>The summary, once completed.</summary>
    public RunSummary? Summary { get; private set; }

    /// <summary>Whether it was opened.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether it was disposed.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>Whether something was called after its disposal.</summary>
    public bool WasCalledAfterDisposal { get; private set; }

    /// <summary>Thrown when opened.</summary>
    public Exception? OpenFailure { get; init; }

    /// <summary>Waited for when opened.</summary>
    public Func<CancellationToken, Task>? OnOpen { get; init; }

    /// <summary>Thrown at the result <see cref="FailAt"/>.</summary>
    public Exception? WriteFailure { get; init; }

    /// <summary>Result, from 0, at which <see cref="WriteFailure"/> is thrown.</summary>
    public int FailAt { get; init; }

    /// <summary>Thrown when completed.</summary>
    public Exception? CompleteFailure { get; init; }

    /// <summary>Thrown when disposed, after that was noted.</summary>
    public Exception? DisposeFailure { get; init; }

    /// <summary>Waited for when completed.</summary>
    public Func<Task>? OnComplete { get; init; }

    /// <summary>Called at every result, before it is kept.</summary>
    public Func<Task>? OnWrite { get; init; }

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public bool NeedsPicture => needsPicture;

    /// <inheritdoc />
    public async Task OpenAsync(SourceDescription source, CancellationToken cancellationToken)
    {
        Note();
        if (OnOpen is not null) await OnOpen(cancellationToken);
        if (OpenFailure is not null) throw OpenFailure;
        IsOpen = true;
    }

    /// <inheritdoc />
    public async ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        Note();
        if (OnWrite is not null) await OnWrite();
        if (WriteFailure is not null && Results.Count == FailAt) throw WriteFailure;
        var published = new Published(
            result.FrameIndex, result.MapSlot, result.Map.Values[0], result.State, result.Audio, result.Stages is not null, result.Picture?.Pixels[0]);
        lock (_published) _published.Add(published);
    }

    /// <inheritdoc />
    public async Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken)
    {
        Note();
        if (OnComplete is not null) await OnComplete();
        if (CompleteFailure is not null) throw CompleteFailure;
        Summary = summary;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return DisposeFailure is null ? default : ValueTask.FromException(DisposeFailure);
    }

    private void Note() => WasCalledAfterDisposal |= IsDisposed;
}
