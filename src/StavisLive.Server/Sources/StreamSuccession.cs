using System.Runtime.CompilerServices;
using StavisLive.Hosting.Streams;

namespace StavisLive.Server.Sources;

/// <summary>A source's streams, each in the place of the one before it, until the source is removed.</summary>
/// <remarks>Asked by anybody; told of what changes by one caller at a time.</remarks>
internal sealed class StreamSuccession
{
    // Replaced as a whole.
    private volatile Turn _now = new(null, IsOver: false);

    /// <summary>The stream that runs, or ran last; null before the first.</summary>
    public HostedStream? Stream => _now.Stream;

    /// <summary>Whether the source is removed.</summary>
    public bool IsOver => _now.IsOver;

    /// <summary>A stream takes the place of the one before it.</summary>
    public void Begin(HostedStream stream) => Go(new Turn(stream, IsOver));

    /// <summary>The source is removed: whoever waits for its streams waits no more.</summary>
    public void End() => Go(new Turn(Stream, IsOver: true));

    /// <summary>The stream, and then each one that takes that one's place, until the source is removed.</summary>
    public async IAsyncEnumerable<HostedStream> StreamsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HostedStream? last = null;
        for (var now = _now; !now.IsOver; now = _now)
        {
            if (now.Stream is { } stream && stream != last)
            {
                last = stream;
                yield return stream;
            }
            else
            {
                await now.Over.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Go(Turn next)
    {
        var before = _now;
        _now = next;
        before.Over.SetResult();
    }

    /// <summary>How it is until it is another stream's turn.</summary>
    private sealed record Turn(HostedStream? Stream, bool IsOver)
    {
        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
