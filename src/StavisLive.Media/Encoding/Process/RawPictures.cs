using StavisLive.Core.Media;
using StavisLive.Media.Matroska;

namespace StavisLive.Media.Encoding.Process;

/// <summary>Pictures as they are: the child encodes them.</summary>
/// <param name="format">What comes.</param>
/// <param name="arguments">How the child is to encode the pictures of its first track.</param>
internal sealed class RawPictures(EncodedVideoFormat format, IEnumerable<string> arguments) : IPictureCoding
{
    /// <inheritdoc />
    /// <remarks>Pixels are all that goes into the child's pipe.</remarks>
    public bool HonoursRegions => false;

    /// <inheritdoc />
    public IReadOnlyList<MatroskaTrackEntry> Tracks { get; } = [MatroskaTrackEntry.BgrVideo(format.Width, format.Height, format.FrameRate, format.PixelAspect)];

    /// <inheritdoc />
    public IEnumerable<string> ChildArguments => arguments;

    /// <inheritdoc />
    public void Write(ReadOnlySpan<byte> pixels, MediaTime time, ReadOnlySpan<RegionOfInterest> regions, IPictureCoding.Take take) =>
        take(0, time, pixels, isKey: true);

    /// <inheritdoc />
    public void Complete(IPictureCoding.Take take)
    {
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
