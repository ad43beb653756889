using StavisLive.Core.Media;

namespace StavisLive.Core.Synchronization;

/// <summary>Takes a source's pictures and sound and keeps of them what tells how they lie to each other. Thread-safe.</summary>
public sealed class SyncRecorder : IMediaWriter
{
    private readonly Lock _lock = new();
    private readonly FlashDetector _flashes = new();
    private readonly OnsetDetector _sounds = new();

    /// <summary>Whether any picture came.</summary>
    public bool HasPictures
    {
        get
        {
            lock (_lock) return _flashes.Count > 0;
        }
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        using (frame)
        {
            lock (_lock) _flashes.Add(frame);
        }
        return default;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken)
    {
        using (block)
        {
            lock (_lock) _sounds.Add(block);
        }
        return default;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken)
    {
        packet.Dispose();
        return default;
    }

    /// <inheritdoc />
    public ValueTask WritePauseAsync(CancellationToken cancellationToken) => default;

    /// <summary>What came of it.</summary>
    /// <exception cref="SyncNotFoundException">There is nothing to measure by; the message says what was missing.</exception>
    public SyncMeasurement Measure()
    {
        lock (_lock)
        {
            var (flashes, sounds) = (_flashes.Find(), _sounds.Find());
            if (_flashes.Count == 0) throw new SyncNotFoundException("No picture came.");
            if (_sounds.Duration == 0) throw new SyncNotFoundException("No sound came: there is none, or it needs `source.mic`.");
            if (flashes.Length == 0) throw new SyncNotFoundException(FormattableString.Invariant($"No flash was seen in {_flashes.Count} pictures, though {sounds.Length} sounds were heard."));
            if (sounds.Length == 0) throw new SyncNotFoundException(FormattableString.Invariant($"No beep or clap was heard in {_sounds.Duration:0} s of sound, though {flashes.Length} flashes were seen."));
            return SyncMeasurement.Of(flashes, sounds)
                ?? throw new SyncNotFoundException($"{flashes.Length} flashes were seen and {sounds.Length} sounds heard, but they do not belong together.");
        }
    }
}
