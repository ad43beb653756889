using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Inference;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Sources.Decorators;
using StavisLive.Core.Windowing;
using StavisLive.Media.Sources.Files;

namespace StavisLive.Evaluation.Foveation;

/// <summary>The network's maps of the first pictures of a video, through the program's own pipeline, offline.</summary>
public sealed class ClipMaps
{
    private ClipMaps(SourceDescription source, IReadOnlyList<float[]> maps) => (Source, Maps) = (source, maps);

    /// <summary>What the video turned out to be.</summary>
    public SourceDescription Source { get; }

    /// <summary>A map for each picture.</summary>
    public IReadOnlyList<float[]> Maps { get; }

    /// <summary>Makes them.</summary>
    /// <param name="path">The video.</param>
    /// <param name="inference">The network; borrowed.</param>
    /// <param name="alignment">Which of a window's pictures a map belongs to.</param>
    /// <param name="maxFrames">Most pictures.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told by the source.</param>
    /// <param name="watch">Told of the session before it runs, for progress.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SourceException">The video cannot be read.</exception>
    public static async Task<ClipMaps> MakeAsync(
        string path, IInference inference, MapAlignment alignment, int maxFrames, TimeProvider time, ILogger<FileSource> log,
        Func<StreamSession, IAsyncDisposable> watch, CancellationToken cancellationToken)
    {
        var sink = new Collector();
        await using var session = new StreamSession(
            new SessionOptions { Name = Path.GetFileNameWithoutExtension(path), Alignment = alignment },
            new LimitedSource(new FileSource(path, new FileSourceOptions { WantsAudio = true }, time, log), maxFrames, null, time),
            [sink], inference, new FramePreprocessor(), time, NullLogger.Instance);
        SessionOutcome outcome;
        await using (watch(session)) outcome = await session.RunAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (outcome.SourceFailure is { } failure) throw new SourceException($"{path} cannot be read: {failure.Message}", failure);
        if (sink.Maps.Count == 0) throw new SourceException($"{path} has no pictures.");
        return new ClipMaps(sink.Source!, sink.Maps);
    }

    private sealed class Collector : ISink
    {
        public SourceDescription? Source { get; private set; }

        public List<float[]> Maps { get; } = [];

        public string Name => "maps";

        public bool NeedsPicture => false;

        public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken)
        {
            Source = source;
            return Task.CompletedTask;
        }

        public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
        {
            Maps.Add(result.Map.Values.ToArray());
            return default;
        }

        public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => default;
    }
}
