using StavisLive.Core.Media;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Encoding.Process;

/// <summary>Where the video of an ffmpeg child goes.</summary>
internal abstract class VideoTarget : IAsyncDisposable
{
    /// <summary>What it is called, safe to show.</summary>
    public abstract string Name { get; }

    /// <summary>The address as the child is told it, whose password is kept out of its messages; empty for files.</summary>
    public virtual string Address => "";

    /// <summary>How long the child may refuse to take a picture before it is ended; null: for ever.</summary>
    public virtual TimeSpan? StallLimit => null;

    /// <summary>Audio that is missing for longer than it may be late is silence, even where it is not known to lag; a file could not grow without it.</summary>
    public virtual MediaTime LongestMissing => MediaTime.FromMilliseconds(1_000);

    /// <summary>Told after each picture that the child was given.</summary>
    public virtual void OnWritten()
    {
    }

    /// <summary>The child's command line.</summary>
    /// <param name="format">What comes.</param>
    /// <param name="pictures">Those of its arguments that make a video of the pictures.</param>
    public abstract IEnumerable<string> Arguments(EncodedVideoFormat format, IEnumerable<string> pictures);

    /// <summary>Why the child has ended before its time, for the middle of a sentence.</summary>
    public abstract string WhyItEnded(FfmpegProcess child, int exitCode);

    /// <summary>Does what is left to do once the child has ended well.</summary>
    /// <param name="tools">The ffmpeg to use.</param>
    /// <param name="format">What came.</param>
    /// <param name="cancellationToken">Leaves the video as the child wrote it.</param>
    /// <returns>Null; or what the finished video lacks.</returns>
    public virtual Task<string?> FinishAsync(FfmpegTools tools, EncodedVideoFormat format, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync() => default;
}
