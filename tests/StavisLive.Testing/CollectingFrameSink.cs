using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;

namespace StavisLive.Testing;

/// <summary>Notes which frames came by themselves, and which results.</summary>
public sealed class CollectingFrameSink : IFrameSink
{
    private readonly List<long> _frames = [];
    private readonly List<(long Index, bool HasPicture)> _results = [];

    /// <summary>Numbers of the frames that came by themselves.</summary>
    public IReadOnlyList<long> Frames
    {
        get
        {
            lock (_frames) return [.. _frames];
        }
    }

    /// <summary>The results.</summary>
    public IReadOnlyList<(long Index, bool HasPicture)> Results
    {
        get
        {
            lock (_frames) return [.. _results];
        }
    }

    /// <inheritdoc />
    public string Name => "frames";

    /// <inheritdoc />
    public bool NeedsPicture => true;

    /// <inheritdoc />
    public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        lock (_frames) _frames.Add(frame.Index);
        return default;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        lock (_frames) _results.Add((result.FrameIndex, result.Picture is not null));
        return default;
    }

    /// <inheritdoc />
    public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => default;
}
