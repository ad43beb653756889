using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Files;
using StavisLive.Media.Matroska;

namespace StavisLive.Media.Encoding.Process;

/// <summary>Writes pictures and audio to an .mp4 or .mkv file through an ffmpeg child.</summary>
/// <remarks>
/// <para>
/// Pictures keep their own times (variable frame rates too). Audio that runs ahead waits for its pictures and ends with
/// the last of them. A side with an odd number of pixels grows by one, a copy of its last.
/// </para>
/// <para>
/// However this process ends, what was written up to a second or so before can be played. <see cref="CompleteAsync"/>
/// turns an mp4 into an ordinary one.
/// </para>
/// <para>Owns the child. Not thread-safe. Writes block while the encoder is busy.</para>
/// </remarks>
internal sealed class FfmpegProcessEncoder : IVideoEncoder
{
    private const int VideoTrack = 1;
    private const int AudioTrack = 2;

    // One millisecond, Matroska's tick in the file: pictures that come closer, or backwards, move apart by it.
    private static readonly MediaTime LeastStep = MediaTime.FromMilliseconds(1);

    // Audio that began much earlier than the first picture belongs to no picture: a microphone opens faster than a camera.
    private static readonly MediaTime LongestLead = MediaTime.FromMilliseconds(1_000);

    // Audio that is missing for longer than it may be late is silence; the file could not grow without it.
    private static readonly MediaTime LongestMissing = MediaTime.FromMilliseconds(1_000);

    // Where neither a distance between two pictures nor a rate is known.
    private static readonly MediaTime UsualDuration = MediaTime.FromMilliseconds(40);

    // After its input has ended, a healthy encoder is done within a second.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly FfmpegTools _tools;
    private readonly string _path;
    private readonly VideoContainer _container;
    private readonly EncodedVideoFormat _format;
    private readonly TimeProvider _time;
    private readonly PendingAudioQueue _pending = new();
    private FfmpegProcess? _child;
    private MatroskaWriter? _output;
    private AudioTrackWriter? _audio;
    private MediaTime _last;
    private MediaTime _lastDuration;

    private FfmpegProcessEncoder(
        FfmpegTools tools, string path, VideoContainer container, EncodedVideoFormat format, TimeProvider time)
    {
        _tools = tools;
        _path = path;
        _container = container;
        _format = format;
        _time = time;
        _lastDuration = format.FrameRate > 0 ? MediaTime.FromSeconds(1 / format.FrameRate) : UsualDuration;
    }

    /// <summary>Process number of the child; null before the first picture.</summary>
    internal int? ChildId => _child?.Id;

    /// <inheritdoc />
    /// <remarks>Pixels are all that goes into the child's pipe.</remarks>
    public bool HonoursRegions => false;

    /// <summary>Makes sure that the file can be written; the child starts with the first picture.</summary>
    /// <param name="tools">The ffmpeg to use.</param>
    /// <param name="path">Where to; a file that is there is replaced.</param>
    /// <param name="format">What will be written.</param>
    /// <param name="time">Clock of the patience with a child that does not end.</param>
    /// <exception cref="SinkException">The path is no .mp4 or .mkv, or cannot be written.</exception>
    public static FfmpegProcessEncoder Open(FfmpegTools tools, string path, EncodedVideoFormat format, TimeProvider time)
    {
        if (VideoContainer.Of(path) is not { } container) throw new SinkException(FfmpegProcessEncoderFactory.CheckPath(path)!);
        // A link stays one: its target is what is written and, at the end, replaced.
        var target = OutputFile.TargetOf(path);
        OutputFile.Check(target);
        return new FfmpegProcessEncoder(tools, target, container, format, time);
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(ReadOnlySpan<byte> pixels, MediaTime time, ReadOnlySpan<RegionOfInterest> regions = default)
    {
        if (!regions.IsEmpty) throw new NotSupportedException("An ffmpeg child honours no regions of interest.");
        if (pixels.Length != _format.Width * _format.Height * 3)
            throw new ArgumentException($"{pixels.Length} bytes are no picture of {_format.Width}x{_format.Height}.", nameof(pixels));
        try
        {
            WritePicture(pixels, time);
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
        try
        {
            WriteLastAudio();
            _child.Input.Dispose();
        }
        catch (IOException exception)
        {
            await FailAsync(exception).ConfigureAwait(false);
        }
        var exitCode = await _child.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (exitCode != 0) throw Failure(exitCode, null);
        return _container.NeedsFinishing
            ? await VideoFinisher.FinishAsync(_tools, _container, _path, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _pending.Dispose();
        if (_child is null) return;
        await LetEndAsync(_child).ConfigureAwait(false);
        await _child.DisposeAsync().ConfigureAwait(false);
    }

    private void WritePicture(ReadOnlySpan<byte> pixels, MediaTime time)
    {
        if (_output is null) Start(time);
        else
        {
            if (time < _last + LeastStep) time = _last + LeastStep;
            _lastDuration = time - _last;
        }
        _last = time;
        while (_pending.TryTakeEndedBy(time, out var audio)) WriteAudio(audio, time);
        if (_format.EncodedAudio is null) _audio?.FillTo(time - LongestMissing);
        _output!.Write(VideoTrack, time, pixels);
    }

    private void Start(MediaTime first)
    {
        while (_pending.TryTakeBegunBefore(first - LongestLead, out var audio)) audio.Dispose();
        var origin = _pending.Oldest is { } oldest && oldest < first ? oldest : first;
        var video = MatroskaTrackEntry.BgrVideo(_format.Width, _format.Height, _format.FrameRate);
        try
        {
            _child = FfmpegProcess.Start(_tools.Ffmpeg, EncoderArguments.Encode(_container, _format, _path));
        }
        catch (FfmpegException exception)
        {
            throw new SinkException($"{_path} cannot be written: {exception.Message}", exception);
        }
        if (!_format.HasAudio)
        {
            _output = new MatroskaWriter(_child.Input, origin, video);
            return;
        }
        var encoded = _format.EncodedAudio is { } source ? MatroskaTrackEntry.Encoded(source) : MatroskaTrackEntry.FloatAudio();
        _output = new MatroskaWriter(_child.Input, origin, video, encoded);
        _audio = new AudioTrackWriter(_output, AudioTrack, origin);
    }

    private ValueTask WriteExcessAudio()
    {
        try
        {
            while (_pending.IsOverfull && _pending.TryTakeBegunBefore(new MediaTime(long.MaxValue), out var audio))
                WriteAudio(audio, audio.End);
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
        using (audio) _audio?.Write(audio, end);
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

    private SinkException Failure(int exitCode, Exception? cause)
    {
        var words = _child!.Messages;
        return new SinkException($"{_path}: the encoder stopped: {(words.Length > 0 ? words : $"ffmpeg ended with code {exitCode}.")}", cause);
    }
}
