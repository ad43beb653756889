using Microsoft.Extensions.Logging;
using StavisLive.Core.Media;
using StavisLive.Core.Queues;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Recording;

/// <summary>Remembers the last seconds of a stream and writes them down when it is asked to, or when something goes wrong.</summary>
/// <remarks>
/// <para>
/// What maps are made of (the network's pictures, the audio, their times and order) is copied as it passes, some 40 KB a frame;
/// the whole pictures are made into JPEGs behind a queue of their own, in which the newest win. So the stream is never held up,
/// and what is lost when the machine is too slow is a picture to look at, never the way to the same maps.
/// </para>
/// <para>
/// Goes wrong: the source leaves <c>live</c> other than by ending, a map comes too late, the stream fails.
/// Disposing waits for recordings under way.
/// </para>
/// </remarks>
public sealed partial class FlightRecorder : IStreamTap, IAsyncDisposable
{
    // Whole pictures of a high-definition stream are megabytes each, and these wait beside the session's own.
    private const int PictureCapacity = 8;

    private readonly RecorderOptions _options;
    private readonly IPictureEncoder _encoder;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly RecordingMemory _memory;
    private readonly RecordingFolder _folder;
    private readonly StageQueue<WaitingPicture> _pictures;
    private readonly Task _encoding;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly AnomalyGate _gate;
    private readonly Lock _savesLock = new();
    private readonly HashSet<Task> _saves = [];

    private int _disposed;

    // Under the saves' lock: triggered ones whose turn has not come.
    private int _waiting;

    // Set when the stream begins.
    private volatile Flight? _flight;

    // The window stage's own.
    private MediaTime? _origin;
    private bool _isPaused;

    // The publisher's own.
    private long _lastMapSlot = -1;

    // Under the monitor's lock.
    private SourceState _state = SourceState.Connecting;

    /// <exception cref="SinkException">The folder cannot be made.</exception>
    public FlightRecorder(RecorderOptions options, IPictureEncoder encoder, TimeProvider time, ILogger log)
    {
        _options = options;
        _encoder = encoder;
        _time = time;
        _log = log;
        _memory = new RecordingMemory(options.Duration, options.MaxBytes);
        _folder = RecordingFolder.Open(options.Folder, options.Keep);
        _gate = new AnomalyGate(options.AnomalyPause, time);
        _pictures = new StageQueue<WaitingPicture>("recorder", PictureCapacity, FullMode.DropOldest, WaitingPicture.Release);
        _encoding = Task.Run(EncodeAsync);
    }

    /// <summary>Frames so far whose whole picture there was no time to keep.</summary>
    public long LostPictures => _pictures.Dropped;

    /// <summary>Writes what is remembered now.</summary>
    /// <param name="reason">Why, in a word or two; part of the file's name.</param>
    /// <returns>The recording's path; null where no frame is remembered: none has come yet, or one alone takes more than may be kept.</returns>
    /// <exception cref="IOException">It cannot be written: a full disk, for one. Nothing is left of it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public async Task<string?> SaveAsync(string reason)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        return await WriteAsync(reason).ConfigureAwait(false);
    }

    /// <summary>The same for a caller that cannot wait: what goes wrong is told in the log.</summary>
    /// <remarks>Where one that was triggered before still waits for its turn, that one will hold the same, and no other is begun.</remarks>
    public void Trigger(string reason)
    {
        lock (_savesLock)
        {
            if (_waiting == 0) Begin(reason);
            else LogHeld(_log, reason);
        }
    }

    /// <inheritdoc />
    public void Begin(string stream, SourceDescription source, WindowingOptions windowing) => _flight = new Flight(stream, source, windowing);

    /// <inheritdoc />
    public void TakeFrame(VideoFrame frame, ReadOnlySpan<byte> picture, long slot)
    {
        // The grid begins with the stream's first frame, which soon nobody remembers.
        if (_origin is null)
        {
            var flight = _flight!;
            _origin = flight.Windowing.Origin ?? frame.PresentationTime;
            _flight = flight with { Windowing = flight.Windowing with { Origin = _origin } };
        }
        var recorded = RecordedFrame.Of(frame, picture, slot, EndPause());
        // It never waits, and a queue that is closed gives everything back.
        _ = _pictures.WriteAsync(new WaitingPicture(frame.Share(), recorded.Share()));
        _memory.Add(new RecordedItem.Picture(recorded));
    }

    /// <inheritdoc />
    public void TakeAudio(AudioBlock block, long firstSample) =>
        _memory.Add(new RecordedItem.Samples(firstSample, block.Samples.ToArray(), EndPause()));

    /// <inheritdoc />
    public void TakePause() => _isPaused = true;

    /// <inheritdoc />
    public void TakeResult(SaliencyResult result)
    {
        if (result.MapSlot != _lastMapSlot)
        {
            _lastMapSlot = result.MapSlot;
            _memory.Add(new RecordedMap(result.MapSlot, result.Map.Share(), result.Audio, result.CaptureToMap));
        }
        if (result.State == MapState.Live && result.CaptureToMap > _options.MaxCaptureToMap) Report("late");
    }

    /// <inheritdoc />
    public void TakeState(SourceStateChange change)
    {
        _memory.Add(change);
        var wasLive = _state == SourceState.Live;
        _state = change.State;
        if (wasLive && change.State is SourceState.Stalled or SourceState.Reconnecting or SourceState.Failed)
            Report(change.State.ToString().ToLowerInvariant());
    }

    /// <inheritdoc />
    public void Fail(Exception cause)
    {
        if (_flight is null) return;
        // The run's last moment has a recording of its own.
        lock (_savesLock) Begin("broken");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        Task[] saves;
        lock (_savesLock) saves = [.. _saves];
        await Task.WhenAll(saves).ConfigureAwait(false);
        _pictures.Complete();
        await _encoding.ConfigureAwait(false);
        _memory.Clear();
        _turn.Dispose();
        if (LostPictures > 0) LogLost(_log, LostPictures);
    }

    // Whether there was one: it is recorded with what comes first after it.
    private bool EndPause()
    {
        var wasPaused = _isPaused;
        _isPaused = false;
        return wasPaused;
    }

    private void Report(string anomaly)
    {
        if (_gate.TryPass()) Trigger(anomaly);
    }

    // Under the saves' lock.
    private void Begin(string reason)
    {
        // Those that are done are forgotten by the next one.
        _saves.RemoveWhere(save => save.IsCompleted);
        _waiting++;
        _saves.Add(Task.Run(() => SaveOrLogAsync(reason)));
    }

    private async Task SaveOrLogAsync(string reason)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        lock (_savesLock) _waiting--;
        try
        {
            if (await WriteAsync(reason).ConfigureAwait(false) is null) LogNothing(_log, reason);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotWritten(_log, _options.Folder, reason, e.Message);
        }
    }

    // In its turn, which it ends.
    private async Task<string?> WriteAsync(string reason)
    {
        try
        {
            // One at a time, so that no more than one is held beside the memory.
            using var snapshot = _memory.Snapshot();
            if (_flight is not { } flight || snapshot.Frames.Count == 0) return null;
            var writtenAt = _time.GetUtcNow();
            var path = await Task.Run(() => _folder.Write(flight, reason, writtenAt, snapshot, _time)).ConfigureAwait(false);
            LogWritten(_log, path, reason);
            return path;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task EncodeAsync()
    {
        try
        {
            while (await _pictures.WaitToReadAsync().ConfigureAwait(false))
            {
                while (_pictures.TryRead(out var waiting))
                {
                    _memory.AddJpeg(waiting.Recorded, waiting.Frame.ToJpeg(_encoder));
                    WaitingPicture.Release(waiting);
                }
            }
        }
        catch (Exception e)
        {
            LogBlind(_log, e);
        }
        finally
        {
            _pictures.Drain();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Flight recording {Path} written ({Reason:l})")]
    private static partial void LogWritten(ILogger log, string path, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "No flight recording ({Reason:l}) could be written into {Folder}: {Problem:l}")]
    private static partial void LogNotWritten(ILogger log, string folder, string reason, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No flight recording of its own ({Reason:l}): one that waits for its turn will hold the same")]
    private static partial void LogHeld(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No flight recording ({Reason:l}): no frame is remembered")]
    private static partial void LogNothing(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The flight recorder was too slow for the whole pictures of {Count} frames")]
    private static partial void LogLost(ILogger log, long count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Flight recordings hold no whole pictures from now on")]
    private static partial void LogBlind(ILogger log, Exception cause);

    /// <summary>A frame whose whole picture is to be made small. Owns holds on both.</summary>
    private readonly record struct WaitingPicture(VideoFrame Frame, RecordedFrame Recorded)
    {
        public static void Release(WaitingPicture waiting)
        {
            waiting.Frame.Dispose();
            waiting.Recorded.Dispose();
        }
    }
}
