using OpenCvSharp;
using StavisLive.Core.Media;
using StavisLive.Core.Recording;
using StavisLive.Core.Sources;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Sources.Stills;

namespace StavisLive.Media.Sources.Recordings;

/// <summary>A flight recording, replayed: the same pictures and audio in the same order, so that the network sees what it saw.</summary>
/// <remarks>
/// Every frame carries the network's picture of it, and the description how windows lay. The pictures to look at are the
/// recording's JPEGs; where one is missing, the network's picture in its place.
/// </remarks>
/// <param name="path">The recording.</param>
/// <param name="time">Stamps arrivals.</param>
public sealed class RecordingSource(string path, TimeProvider time) : ISource
{
    private readonly FramePools _pools = new();
    private FlightFile? _file;

    /// <inheritdoc />
    public string Name => Path.GetFileName(path);

    private FlightFile File => _file ?? throw new InvalidOperationException("OpenAsync comes first.");

    /// <inheritdoc />
    public Task<SourceDescription> OpenAsync(CancellationToken cancellationToken)
    {
        LocalFile.Check(path);
        try
        {
            _file = FlightFile.Open(path);
            return Task.FromResult(_file.Description);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Damaged(e);
        }
    }

    /// <inheritdoc />
    public async Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken)
    {
        var sounds = 0;
        for (var index = 0; index < File.FrameCount; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (; sounds < File.SoundsBefore(index); sounds++) await WriteAudioAsync(output, sounds, cancellationToken).ConfigureAwait(false);
            if (File.FollowsPause(index)) await output.WritePauseAsync(cancellationToken).ConfigureAwait(false);
            await output.WriteAsync(ReadFrame(index), cancellationToken).ConfigureAwait(false);
        }
        for (; sounds < File.AudioCount; sounds++) await WriteAudioAsync(output, sounds, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _file?.Dispose();
        return default;
    }

    private async ValueTask WriteAudioAsync(IMediaWriter output, int block, CancellationToken cancellationToken)
    {
        if (File.AudioFollowsPause(block)) await output.WritePauseAsync(cancellationToken).ConfigureAwait(false);
        await output.WriteAsync(File.ReadAudio(block), cancellationToken).ConfigureAwait(false);
    }

    private VideoFrame ReadFrame(int index)
    {
        using var picture = ReadPicture(index);
        var frame = _pools.Of(picture.Width, picture.Height).Rent();
        using (var target = Mat.FromPixelData(picture.Height, picture.Width, MatType.CV_8UC3, frame.Address)) picture.CopyTo(target);
        frame.PixelAspect = File.Description.PixelAspect;
        frame.Index = index;
        frame.PresentationTime = File.TimeOf(index);
        frame.CapturedAt = time.GetTimestamp();
        frame.NetworkPicture = File.NetworkPicture(index);
        return frame;
    }

    private Mat ReadPicture(int index)
    {
        try
        {
            if (File.ReadJpeg(index) is not { } jpeg) return Enlarge(File.NetworkPicture(index).Span);
            var picture = Cv2.ImDecode(jpeg, ImreadModes.Color);
            if (!picture.Empty() && picture.Total() <= PictureFile.MostPixels) return picture;
            picture.Dispose();
            throw new InvalidDataException($"The picture of frame {index} is no JPEG, or too large.");
        }
        catch (Exception e) when (e is InvalidDataException or OpenCVException)
        {
            throw Damaged(e);
        }
    }

    private unsafe Mat Enlarge(ReadOnlySpan<byte> pixels)
    {
        fixed (byte* first = pixels)
        {
            using var small = Mat.FromPixelData(SaliencyMap.Side, SaliencyMap.Side, MatType.CV_8UC3, (nint)first);
            using var turned = small.CvtColor(ColorConversionCodes.RGB2BGR);
            return turned.Resize(new Size(File.Description.Width, File.Description.Height));
        }
    }

    private SourceException Damaged(Exception cause) => new($"{path} cannot be replayed: it is no flight recording, or damaged. {cause.Message}", cause);
}
