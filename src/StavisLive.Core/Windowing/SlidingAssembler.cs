using StavisLive.Core.Media;

namespace StavisLive.Core.Windowing;

/// <summary>A window of sixteen slots that slides over a video and its audio. Not thread-safe.</summary>
/// <remarks>
/// A window is made for every slot that a frame fell into. Offline a slot is closed when a frame of a later one arrives,
/// so that it holds its newest frame, and a window waits for its audio: the outcome depends on the stream alone. Live a
/// window is made as soon as its newest slot has a frame, with the audio that is there, and the slot keeps that frame: windows
/// that share all pictures but one are what the network is quick with.
/// </remarks>
internal sealed class SlidingAssembler : IWindowAssembler
{
    // Audio this far behind the pictures is not late but gone. Containers interleave within a second.
    private const long AudioPatience = AudioFormat.SampleRate;

    // Audio that is kept around the newest frame while more of it comes than the ring holds: the frame's window, and those of frames
    // that the decoder still holds back.
    private const long KeptBefore = 2 * AudioFormat.SampleRate;
    private const int Kept = 15 * AudioFormat.SampleRate;

    // Audio of a hole may come in one block.
    private const int LongestPiece = 5 * AudioFormat.SampleRate;

    private readonly WindowingOptions _options;
    private readonly int _lookAhead;
    private readonly FrameWindow _frames = new();
    private readonly AudioRing _ring = new();
    private readonly HannExcerpt _excerpt = new();
    private readonly Queue<PendingStep> _pending = new();
    private readonly long _audioPatience;
    private SlotGrid? _grid;
    private long _originSample;
    private long _newestSample;
    private long _keptAt = long.MinValue;
    private bool _newestClosed;
    private long _slotsAhead;
    private bool _ended;

    public SlidingAssembler(WindowingOptions options)
    {
        _options = options;
        _lookAhead = options.LookAheadSlots;
        _audioPatience = AudioPatience + (long)(options.AudioLag.TotalSeconds * AudioFormat.SampleRate);
    }

    /// <inheritdoc />
    public long RepeatedSlots => _frames.RepeatedSlots;

    /// <summary>Frames whose stamp lay before that of a frame already seen; they count as the newest slot's.</summary>
    public long BackwardFrames { get; private set; }

    /// <inheritdoc />
    public long AddFrame(ReadOnlySpan<byte> picture, MediaTime time)
    {
        if (_grid is null)
        {
            var origin = _options.Origin ?? time;
            _grid = new SlotGrid(origin, _options.Fps);
            _originSample = AudioRing.NumberOf(origin);
        }
        _frames.CountRepeated(_slotsAhead);
        _slotsAhead = 0;
        var slot = _grid.Value.SlotOf(time);
        if (slot < _frames.NewestSlot) BackwardFrames++;
        slot = Math.Max(slot, Math.Max(_frames.NewestSlot, 0));
        _newestSample = Math.Max(_newestSample, AudioRing.NumberOf(time));

        if (slot > _frames.NewestSlot) SkipTo(slot);
        // A slot whose window only ran ahead of its frames has none to keep.
        if (_newestClosed && _frames.HasFrame(slot)) _frames.Hold(picture);
        else _frames.Put(slot, picture);
        if (_options.IsLive) CloseNewest();
        return slot;
    }

    /// <inheritdoc />
    public long AddAudio(AudioBlock block)
    {
        var at = AudioRing.NumberOf(block.PresentationTime);
        ReadOnlySpan<float> samples = block.Samples;
        var first = AddAudio(at, samples[..Math.Min(samples.Length, LongestPiece)]);
        for (var done = LongestPiece; done < samples.Length; done += LongestPiece)
            AddAudio(at + done, samples.Slice(done, Math.Min(samples.Length - done, LongestPiece)));
        return first;
    }

    /// <inheritdoc />
    public void End()
    {
        _ended = true;
        RunAhead();
    }

    /// <inheritdoc />
    public void Pause()
    {
        // Twice would give nobody a window.
        if (_slotsAhead > 0 || _frames.NewestSlot < 0) return;
        RunAhead();
        _slotsAhead = _lookAhead;
    }

    /// <inheritdoc />
    public bool TryTake(out WindowStep step)
    {
        step = default;
        if (!_pending.TryPeek(out var next) || !HasItsAudio(next)) return false;
        _pending.Dequeue();
        step = Finish(next);
        return true;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        while (_pending.TryDequeue(out var step)) step.Window.Dispose();
    }

    private long AddAudio(long at, ReadOnlySpan<float> samples)
    {
        var needed = _newestSample - KeptBefore;
        if (!_options.IsLive && _grid is not null && _keptAt != needed && at + samples.Length - AudioRing.Capacity > needed)
        {
            _ring.Keep(needed, Kept);
            _keptAt = needed;
        }
        return _ring.Write(at, samples);
    }

    /// <summary>Closes the newest slot and those up to <paramref name="slot"/> that no frame fell into.</summary>
    private void SkipTo(long slot)
    {
        if (_frames.NewestSlot < 0) return;
        CloseNewest();
        _frames.CountRepeated(slot - 1 - _frames.NewestSlot);
        // Behind a window's length of empty slots there is no frame left that waits for its window.
        for (var left = NetworkWindow.Frames; left > 0 && _frames.NewestSlot < slot - 1; left--)
        {
            _frames.Repeat();
            _newestClosed = false;
            CloseNewest();
        }
        if (_frames.NewestSlot < slot - 1) _frames.RepeatThrough(slot - 1);
        _newestClosed = false;
    }

    /// <summary>Closes as many slots behind the newest as the frame in it waits for.</summary>
    private void RunAhead()
    {
        if (_frames.NewestSlot < 0) return;
        CloseNewest();
        for (var left = _lookAhead - _slotsAhead; left > 0; left--)
        {
            _frames.Repeat();
            _newestClosed = false;
            CloseNewest();
        }
    }

    /// <summary>Makes the window that ends with the newest slot, if a frame waits for it.</summary>
    private void CloseNewest()
    {
        if (_newestClosed) return;
        _newestClosed = true;
        var target = _frames.NewestSlot - _lookAhead;
        if (!_frames.HasFrame(target)) return;
        var window = NetworkWindow.Rent();
        _frames.CopyTo(window);
        _pending.Enqueue(new PendingStep(target, _frames.NewestSlot, window));
    }

    private bool HasItsAudio(PendingStep step) =>
        _options.IsLive || _ended || !_options.HasAudio
        || _ring.Horizon >= _originSample + RangeOf(step, long.MaxValue).End
        || _newestSample - _ring.Horizon > _audioPatience;

    private WindowStep Finish(PendingStep step)
    {
        var audio = Listen(step);
        step.Window.HasAudio = audio == AudioState.Present;
        var state = _frames.IsWarming(step.LastSlot) ? MapState.Warming : MapState.Live;
        return new WindowStep(step.TargetSlot, step.Window, audio, state);
    }

    private AudioState Listen(PendingStep step)
    {
        if (!_options.Listens)
        {
            step.Window.Audio.Clear();
            return AudioState.Off;
        }
        var length = _ring.HasBegun ? Math.Max(0, _ring.Horizon - _originSample) : 0;
        var (begin, end) = RangeOf(step, length);
        return _excerpt.Fill(_ring, _originSample + begin, _originSample + end, step.Window.Audio);
    }

    private (long Begin, long End) RangeOf(PendingStep step, long length) =>
        HannExcerpt.RangeOf(step.LastSlot - (NetworkWindow.Frames - 1), step.LastSlot, _options.Fps, length);

    private readonly record struct PendingStep(long TargetSlot, long LastSlot, NetworkWindow Window);
}
