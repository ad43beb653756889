using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Matroska;

namespace StavisLive.Media.Encoding.Process;

/// <summary>Writes pictures and audio to a file or to a media server through an ffmpeg child.</summary>
/// <remarks>
/// <para>
/// Pictures keep their own times (variable frame rates too). Audio that runs ahead waits for its pictures and ends with
/// the last of them. A side with an odd number of pixels grows by one, a copy of its last.
/// </para>
/// <para>Owns the child, the target and the coding. Not thread-safe. Writes block while the encoder is busy.</para>
/// </remarks>
internal sealed class FfmpegProcessEncoder : IVideoEncoder
{
    // One millisecond, Matroska's tick in the file: pictures that come closer, or backwards, move apart by it.
    private static readonly MediaTime LeastStep = MediaTime.FromMilliseconds(1);

    // Live audio that began much earlier than the first picture belongs to no picture: a microphone opens faster than a camera.
    private static readonly MediaTime LongestLead = MediaTime.FromMilliseconds(1_000);

    // What is left of a hole until the audio behind it comes: enough that its end is still seen as one (see AudioTrackWriter).
    private static readonly MediaTime HoleRest = MediaTime.FromMilliseconds(40);

    // Where neither a distance between two pictures nor a rate is known.
    private static readonly MediaTime UsualDuration = MediaTime.FromMilliseconds(40);

    // After its input has ended, a healthy encoder is done within a second.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // ffmpeg's own for any signal, and what a shell makes of SIGHUP, SIGINT, SIGQUIT and SIGTERM.
    private static readonly int[] StopCodes = [255, 129, 130, 131, 143];

    private readonly FfmpegTools _tools;
    private readonly VideoTarget _target;
    private readonly IPictureCoding _coding;
    private readonly IPictureCoding.Take _take;
    private readonly EncodedVideoFormat _format;
    private readonly AudioPatience _patience;
    private readonly TimeProvider _time;
    private readonly PendingAudioQueue _pending;
    private FfmpegProcess? _child;
    private MatroskaWriter? _output;
    private AudioTrackWriter? _audio;
    private MediaTime _last;
    private MediaTime _lastDuration;

    /// <param name="tools">The ffmpeg to use.</param>
    /// <param name="target">Where to; owned. The child starts with the first picture.</param>
    /// <param name="coding">How the pictures go to the child; owned.</param>
    /// <param name="format">What will be written.</param>
    /// <param name="patience">How long audio is waited for; borrowed.</param>
    /// <param name="time">Clock of the patience with a child that does not end, or takes nothing.</param>
    public FfmpegProcessEncoder(FfmpegTools tools, VideoTarget target, IPictureCoding coding, EncodedVideoFormat format, AudioPatience patience, TimeProvider time)
    {
        _tools = tools;
        _target = target;
        _coding = coding;
        _take = WriteVideo;
        _format = format;
        _patience = patience;
        _time = time;
        _pending = new PendingAudioQueue(format.IsLive);
        _lastDuration = format.FrameRate > 0 ? MediaTime.FromSeconds(1 / format.FrameRate) : UsualDuration;
    }

    /// <summary>Process number of the child; null before the first picture.</summary>
    internal int? ChildId => _child?.Id;

    /// <inheritdoc />
    public bool HonoursRegions => _coding.HonoursRegions;

    /// <inheritdoc />
    public long Written => _output?.Written ?? 0;

    /// <inheritdoc />
    public ValueTask WriteAsync(ReadOnlySpan<byte> pixels, MediaTime time, ReadOnlySpan<RegionOfInterest> regions = default)
    {
        if (!regions.IsEmpty && !HonoursRegions) throw new NotSupportedException("These pictures are encoded without regions of interest.");
        if (pixels.Length != _format.Width * _format.Height * 3)
            throw new ArgumentException($"{pixels.Length} bytes are no picture of {_format.Width}x{_format.Height}.", nameof(pixels));
        try
        {
            WritePicture(pixels, time, regions);
            return default;
        }
        catch (IOException exception)
        {
            return new ValueTask(FailAsync(exception));
        }
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioBlock block)
    {
        _pending.Add(block);
        return WriteExcessAudio();
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioPacket packet)
    {
        _pending.Add(packet);
        return WriteExcessAudio();
    }

    /// <inheritdoc />
    public async Task<string?> CompleteAsync(CancellationToken cancellationToken)
    {
        if (_child is null) return null;
        IOException? cut = null;
        try
        {
            CompletePictures();
            WriteLastAudio();
            _child.Input.Dispose();
        }
        catch (IOException exception)
        {
            cut = exception;
            await LetEndAsync(_child).ConfigureAwait(false);
        }
        var exitCode = await _child.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if ((exitCode != 0 || cut is not null) && !WasStopped(exitCode)) throw Failure(exitCode, cut);
        return await _target.FinishAsync(_tools, _format, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _pending.Dispose();
        if (_child is not null)
        {
            await LetEndAsync(_child).ConfigureAwait(false);
            await _child.DisposeAsync().ConfigureAwait(false);
        }
        _coding.Dispose();
        await _target.DisposeAsync().ConfigureAwait(false);
    }

    // Audio that is missing for longer is silence.
    private MediaTime LongestMissing => _target.LongestMissing + (_patience.Lag > _format.AudioLag ? _patience.Lag : _format.AudioLag);

    private void WritePicture(ReadOnlySpan<byte> pixels, MediaTime time, ReadOnlySpan<RegionOfInterest> regions)
    {
        if (_output is null) Start(time);
        else
        {
            if (time < _last + LeastStep) time = _last + LeastStep;
            _lastDuration = time - _last;
        }
        _last = time;
        using var watchdog = Watch();
        _coding.Write(pixels, time, regions, _take);
        _target.OnWritten();
    }

    private void CompletePictures()
    {
        using var watchdog = Watch();
        _coding.Complete(_take);
    }

    private Watchdog? Watch() => _target.StallLimit is { } limit ? new Watchdog(limit, _child!.Kill, _time) : null;

    private void WriteVideo(int track, MediaTime time, ReadOnlySpan<byte> bytes, bool isKey)
    {
        if (track == 0)
        {
            _patience.Pass(time);
            while (_pending.TryTakeEndedBy(time, out var audio)) WriteAudio(audio, time);
            // It comes in the order of time: what begins later leaves a hole that nothing will fill.
            var isHole = _pending.Oldest is { } oldest && oldest > time;
            if (_format.EncodedAudio is null) _audio?.FillTo(time - (isHole ? HoleRest : LongestMissing));
        }
        _output!.Write(track + 1, time, bytes, isKey);
    }

    private void Start(MediaTime first)
    {
        while (_format.IsLive && _pending.TryTakeBegunBefore(first - LongestLead, out var audio)) audio.Dispose();
        var origin = _pending.Oldest is { } oldest && oldest < first ? oldest : first;
        try
        {
            _child = FfmpegProcess.Start(_tools.Ffmpeg, _target.Arguments(_format, _coding.ChildArguments), _target.Address);
        }
        catch (FfmpegException exception)
        {
            throw new SinkException($"{_target.Name} cannot be written: {exception.Message}", exception);
        }
        if (!_format.HasAudio)
        {
            _output = new MatroskaWriter(_child.Input, origin, [.. _coding.Tracks]);
            return;
        }
        var encoded = _format.EncodedAudio is { } source ? MatroskaTrackEntry.Encoded(source) : MatroskaTrackEntry.FloatAudio();
        _output = new MatroskaWriter(_child.Input, origin, [.. _coding.Tracks, encoded]);
        _audio = new AudioTrackWriter(_output, _coding.Tracks.Count + 1, origin);
        // The child begins with the first samples: those that come seconds later must not keep it from connecting.
        if (_format is { IsLive: true, EncodedAudio: null } && _pending.Oldest is null) _audio.FillTo(origin + HoleRest);
    }

    private ValueTask WriteExcessAudio()
    {
        try
        {
            while (_pending.IsOverfull && _pending.TryTakeBegunBefore(new MediaTime(long.MaxValue), out var audio))
            {
                // Live, what is so old belongs to no picture.
                if (_output is null && !_format.IsLive) _patience.NoteDropped(_target.Name);
                WriteAudio(audio, audio.End);
            }
            return default;
        }
        catch (IOException exception)
        {
            return new ValueTask(FailAsync(exception));
        }
    }

    private void WriteLastAudio()
    {
        var end = _last + _lastDuration;
        while (_pending.TryTakeBegunBefore(end, out var audio)) WriteAudio(audio, end);
    }

    private void WriteAudio(PendingAudio audio, MediaTime end)
    {
        using (audio)
        {
            if (_audio is null) return;
            // A pause that is filled afterwards is no lag: behind it comes the sound of now. Packets are never filled in for.
            var lag = end - _pending.Reached;
            if (_format.EncodedAudio is null && lag > _target.LongestMissing)
            {
                if (lag <= LongestMissing) _patience.Confirm(lag);
                else if (_audio.IsFilledAt(audio.Time)) _patience.Note(_target.Name, lag, end);
            }
            _audio.Write(audio, end);
        }
    }

    /// <summary>Lets the child close its file; ends it if it takes too long.</summary>
    private async Task LetEndAsync(FfmpegProcess child)
    {
        try
        {
            child.Input.Dispose();
        }
        catch (IOException)
        {
            // Nobody reads any more: the child has ended already, and whoever wrote last was told why.
        }
        using var patience = new CancellationTokenSource(Patience, _time);
        try
        {
            await child.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            child.Kill();
        }
    }

    private async Task FailAsync(IOException cause)
    {
        await LetEndAsync(_child!).ConfigureAwait(false);
        throw Failure(await _child!.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false), cause);
    }

    // Where signals reach it, what stops this process stops the child too: it has closed its file then, with what it had.
    private bool WasStopped(int exitCode) => StopCodes.Contains(exitCode) && _child!.Messages.Length == 0;

    private SinkException Failure(int exitCode, Exception? cause) =>
        new($"{_target.Name}: {_target.WhyItEnded(_child!, exitCode)}", cause);
}
