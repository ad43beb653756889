using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;

namespace StavisLive.Testing;

/// <summary>Counts the audio that a recording sink is handed.</summary>
public sealed class CollectingAudioSink : IAudioSink
{
    private long _samples;
    private long _packets;
    private readonly List<float> _kept = [];

    /// <summary>Mono samples so far.</summary>
    public long Samples => Interlocked.Read(ref _samples);

    /// <summary>The samples themselves.</summary>
    public IReadOnlyList<float> Kept
    {
        get
        {
            lock (_kept) return [.. _kept];
        }
    }

    /// <summary>Encoded packets so far.</summary>
    public long Packets => Interlocked.Read(ref _packets);

    /// <inheritdoc />
    public string Name => "sound";

    /// <inheritdoc />
    public bool NeedsPicture => false;

    /// <inheritdoc />
    public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken) => default;

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _samples, block.Count);
        lock (_kept) _kept.AddRange(block.Samples);
        return default;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _packets);
        return default;
    }

    /// <inheritdoc />
    public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => default;
}
