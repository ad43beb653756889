using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Matroska;

namespace StavisLive.Media.Encoding.Libav;

/// <summary>Pictures that are encoded here, with regions of interest: the child only puts them into their container. Owns the encoder.</summary>
internal sealed class LibavPictures : IPictureCoding
{
    private readonly LibavEncoder _encoder;
    private readonly string _name;
    private readonly LibavEncoder.Take _emit;
    private IPictureCoding.Take? _take;

    /// <param name="encoder">The encoder; owned.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="codec">Matroska's identifier of what it makes.</param>
    /// <param name="format">What comes.</param>
    public LibavPictures(LibavEncoder encoder, string name, string codec, EncodedVideoFormat format)
    {
        _encoder = encoder;
        _name = name;
        _emit = (time, bytes, isKey) => _take!(0, time, bytes, isKey);
        // The header as the encoder gives it (Annex B), which ffmpeg's own muxers turn into what each container wants.
        Tracks = [MatroskaTrackEntry.EncodedVideo(codec, encoder.Header, BgrToYuv.Even(format.Width), BgrToYuv.Even(format.Height), format.FrameRate, format.PixelAspect)];
    }

    /// <summary>What the child's container wants beside.</summary>
    public IReadOnlyList<string> ContainerArguments { get; init; } = [];

    /// <inheritdoc />
    public bool HonoursRegions => true;

    /// <inheritdoc />
    public IReadOnlyList<MatroskaTrackEntry> Tracks { get; }

    /// <inheritdoc />
    public IEnumerable<string> ChildArguments => ["-map", "0:v:0", "-c:v", "copy", .. ContainerArguments];

    /// <inheritdoc />
    public void Write(ReadOnlySpan<byte> pixels, MediaTime time, ReadOnlySpan<RegionOfInterest> regions, IPictureCoding.Take take)
    {
        _take = take;
        try
        {
            _encoder.Encode(pixels, time, regions, _emit);
        }
        catch (LibavException e)
        {
            throw Failure(e);
        }
    }

    /// <inheritdoc />
    public void Complete(IPictureCoding.Take take)
    {
        _take = take;
        try
        {
            _encoder.Complete(_emit);
        }
        catch (LibavException e)
        {
            throw Failure(e);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _encoder.Dispose();

    private SinkException Failure(LibavException cause) => new($"{_name} stopped: {cause.Message}", cause);
}
