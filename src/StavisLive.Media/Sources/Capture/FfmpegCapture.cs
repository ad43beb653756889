using System.Diagnostics;
using System.Runtime.InteropServices;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Matroska;
using StavisLive.Media.Sources.Colours;
using StavisLive.Media.Threads;

namespace StavisLive.Media.Sources.Capture;

/// <summary>One ffmpeg child that decodes, and what comes out of it (<see cref="CaptureArguments"/>).</summary>
/// <remarks>
/// Owns the child. Reading it blocks, so it happens on a thread of its own, on which an offline consumer may block as
/// well: the child then waits on its full pipe.
/// </remarks>
internal sealed class FfmpegCapture : IAsyncDisposable
{
    private const int BytesPerPixel = 3;

    // A burst of a second is not worth making the connection anew for: sound that was awaited comes when it goes on for longer.
    private static readonly MediaTime Burst = MediaTime.FromMilliseconds(1_000);

    private readonly FfmpegProcess _process;
    private readonly MatroskaReader _reader;
    private readonly AudioIntake _intake;
    private readonly PixelLayout _layout;
    private readonly FramePools _pools;
    private readonly TimeProvider _time;
    private readonly SampleLine _sampleLine = new();
    private readonly CancellationTokenSource _disposing = new();
    private Task _work = Task.CompletedTask;

    // Set by the header.
    private MatroskaTrack? _pictures;
    private MatroskaTrack? _samples;
    private MatroskaTrack? _packets;
    private MatroskaTrack? _awaited;
    private FramePool? _frames;
    private YuvToBgr? _conversion;

    // Used by the reading thread only. One picture's planes, on their way to a frame; empty where ffmpeg makes the pixels.
    private byte[] _planes = [];
    private string? _damage;
    private MediaTime _awaitedSince;
    private MediaTime? _awaitedAt;

    /// <summary>Takes ownership of the child.</summary>
    public FfmpegCapture(FfmpegProcess process, AudioIntake intake, PixelLayout layout, FramePools pools, TimeProvider time)
    {
        _process = process;
        _intake = intake;
        _layout = layout;
        _reader = new MatroskaReader(process.Output);
        _pools = pools;
        _time = time;
    }

    /// <summary>Number of the child process.</summary>
    public int ChildId => _process.Id;

    /// <summary>Pictures handed over so far.</summary>
    public long PictureCount { get; private set; }

    /// <summary>Pixels per row, after rotation.</summary>
    public int Width => _pictures?.Width ?? 0;

    /// <summary>Rows, after rotation.</summary>
    public int Height => _pictures?.Height ?? 0;

    /// <summary>How wide pixels are shown, as far as whole columns tell.</summary>
    public PixelAspect PixelAspect => _pictures?.PixelAspect ?? default;

    /// <summary>Nominal frames per second as the stream states them; 0 if it does not.</summary>
    public double FrameRate => _pictures?.FrameRate ?? 0;

    /// <summary>Whether the pictures are made for displays that shine brighter than white, as far as is said.</summary>
    public bool IsHdr => _pictures?.Colour.IsHdr ?? false;

    /// <summary>Whether audio came that was awaited, which has ended the child.</summary>
    public bool AudioCame { get; private set; }

    /// <summary>Whether samples come.</summary>
    public bool HasAudio => _samples is not null;

    /// <summary>The source's own audio, where its packets come.</summary>
    public EncodedAudio? EncodedAudio => _packets is { } track ? new EncodedAudio(track.CodecId, track.Entry) : null;

    /// <summary>Waits for the header. False where the child ended without one; <see cref="WaitForEndAsync"/> tells why.</summary>
    /// <exception cref="InvalidDataException">What came is not what was asked for.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the child is gone.</exception>
    public Task<bool> ReadHeaderAsync(CancellationToken cancellationToken) =>
        OnOwnThreadAsync(_ => ReadHeader(), cancellationToken);

    /// <summary>Hands everything over until the child's output ends; <see cref="WaitForEndAsync"/> tells how it did.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="onPicture">Called when a picture has arrived whole.</param>
    /// <param name="cancellationToken">Ends the child, and the handing over with what is under way.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the child is gone.</exception>
    public Task ReadAsync(IMediaWriter output, Action onPicture, CancellationToken cancellationToken) =>
        OnOwnThreadAsync(
            stop =>
            {
                HandOverAll(output, onPicture, stop);
                return true;
            },
            cancellationToken);

    /// <summary>Waits for the child, whose output has ended.</summary>
    public async Task<CaptureEnd> WaitForEndAsync(CancellationToken cancellationToken)
    {
        var code = await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return new CaptureEnd(code, _process.Messages, _damage ?? _process.Reason);
    }

    /// <summary>Ends the child at once; whoever reads meets the end of the stream.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Ends the child and, if it is still reading, the thread: whoever waits for that meets a cancellation.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _process.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<T> OnOwnThreadAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        stop.Token.ThrowIfCancellationRequested();
        await using var registration = stop.Token.Register(_process.Kill).ConfigureAwait(false);
        var running = Task.Factory.StartNew(
            () => work(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _work = running;
        var result = await running.ConfigureAwait(false);
        stop.Token.ThrowIfCancellationRequested();
        return result;
    }

    private bool ReadHeader()
    {
        IReadOnlyList<MatroskaTrack> tracks;
        try
        {
            tracks = _reader.ReadTracks();
        }
        catch (EndOfStreamException)
        {
            return false;
        }
        if (tracks.Count == 0) return false;
        var audio = tracks.Where(track => track.Type == MatroskaTrackType.Audio).ToArray();
        _pictures = tracks.FirstOrDefault(track => track.Type == MatroskaTrackType.Video)
            ?? throw new InvalidDataException("ffmpeg sent no pictures.");
        if (_intake == AudioIntake.Awaited) _awaited = audio.ElementAtOrDefault(0);
        else (_samples, _packets) = (audio.ElementAtOrDefault(0), audio.ElementAtOrDefault(1));
        _frames = _pools.Of(Width, Height);
        if (_layout == PixelLayout.Yuv) PrepareConversion(_pictures);
        return true;
    }

    private void PrepareConversion(MatroskaTrack pictures)
    {
        _conversion = new YuvToBgr(YuvColours.Of(pictures));
        _planes = new byte[YuvToBgr.BytesOf(Width, Height)];
    }

    private void HandOverAll(IMediaWriter output, Action onPicture, CancellationToken cancellationToken)
    {
        // The child, though ended, may have left something behind.
        while (!cancellationToken.IsCancellationRequested && ReadNext() is { } media)
        {
            if (media is VideoFrame) onPicture();
            OwnThread.Wait(HandOver(output, media, cancellationToken));
        }
    }

    // Null at the end of the child's output. A child that ended within a block tells why itself, see WaitForEndAsync.
    private IDisposable? ReadNext()
    {
        try
        {
            while (_reader.TryReadBlock(out var block))
            {
                if (block.Track == _pictures?.Number) return ReadPicture(block);
                if (block.Track == _samples?.Number && ReadSamples(block) is { } samples) return samples;
                if (block.Track == _packets?.Number) return ReadPacket(block);
                if (block.Track != _awaited?.Number || !GoesOn(block.Time)) continue;
                AudioCame = true;
                _process.Kill();
                return null;
            }
        }
        catch (EndOfStreamException)
        {
            return null;
        }
        catch (InvalidDataException exception)
        {
            _damage = exception.Message;
            _process.Kill();
        }
        return null;
    }

    private static ValueTask HandOver(IMediaWriter output, IDisposable media, CancellationToken cancellationToken) => media switch
    {
        VideoFrame frame => output.WriteAsync(frame, cancellationToken),
        AudioBlock samples => output.WriteAsync(samples, cancellationToken),
        AudioPacket packet => output.WriteAsync(packet, cancellationToken),
        _ => throw new UnreachableException(),
    };

    private VideoFrame ReadPicture(MatroskaBlock block)
    {
        if (block.Length != (_conversion is null ? Width * Height * BytesPerPixel : _planes.Length))
            throw new InvalidDataException($"A picture of {block.Length} bytes came where {Width}x{Height} pixels were expected.");
        var frame = _frames!.Rent();
        ReadPayload(_conversion is null ? frame.Pixels : _planes, frame);
        _conversion?.Convert(_planes, Width, Height, frame.Pixels);
        frame.PixelAspect = PixelAspect;
        frame.Index = PictureCount++;
        frame.PresentationTime = block.Time;
        frame.CapturedAt = _time.GetTimestamp();
        return frame;
    }

    // Null where all of it overlaps what came before.
    private AudioBlock? ReadSamples(MatroskaBlock block)
    {
        var count = block.Length / sizeof(float);
        var place = _sampleLine.Place(AudioRing.NumberOf(block.Time), count);
        if (place.Silence == 0 && place.Heard == count) return null;
        var samples = AudioBlock.Rent(place.Silence + count - place.Heard);
        samples.Samples[..place.Silence].Clear();
        var own = samples.Samples[place.Silence..];
        // What is left out comes first, and is written over.
        for (var left = place.Heard; left > 0; left -= own.Length) ReadPayload(MemoryMarshal.AsBytes(own[..Math.Min(left, own.Length)]), samples);
        ReadPayload(MemoryMarshal.AsBytes(own), samples);
        samples.PresentationTime = AudioRing.TimeOf(place.First);
        return samples;
    }

    // Whether audio that was awaited has come for longer than a burst, without a pause as long.
    private bool GoesOn(MediaTime time)
    {
        if (_awaitedAt is not { } last || time - last > Burst) _awaitedSince = time;
        _awaitedAt = time;
        return time - _awaitedSince > Burst;
    }

    private AudioPacket ReadPacket(MatroskaBlock block)
    {
        var packet = AudioPacket.Rent(block.Length);
        ReadPayload(packet.Data.Span, packet);
        packet.PresentationTime = block.Time;
        return packet;
    }

    private void ReadPayload(Span<byte> destination, IDisposable owner)
    {
        try
        {
            _reader.ReadPayload(destination);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }
}
