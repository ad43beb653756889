using StavisLive.Core.Sources;
using StavisLive.Evaluation.Datasets.Published;
using StavisLive.Media.Sources.Stills;
using StavisLive.Scenes.Backgrounds;

namespace StavisLive.Training.Examples.Published;

/// <summary>Decodes crops of videos as the network sees them.</summary>
internal static class VideoCrop
{
    /// <summary>The frame that a crop's map belongs to, from 0: the ninth, as at inference.</summary>
    public const int Middle = VideoSegment.Crop / 2;

    [ThreadStatic]
    private static PictureReader? _reader; // keeps frames for the next one; not thread-safe

    /// <summary>Reads a crop.</summary>
    /// <param name="segment">Where it is taken from.</param>
    /// <param name="crop">Which of the segment's crops.</param>
    /// <param name="frames">16, or 1 for the middle frame alone.</param>
    /// <param name="mirrored">Whether left and right are exchanged.</param>
    /// <returns>RGB bytes <c>[frames,112,112,3]</c>.</returns>
    /// <exception cref="SourceException">A frame cannot be read.</exception>
    public static byte[] Read(VideoSegment segment, int crop, int frames, bool mirrored)
    {
        var pictures = new byte[frames * Example.PictureBytes];
        for (var frame = 0; frame < frames; frame++)
        {
            var number = segment.FrameOf(crop, frames == 1 ? Middle : frame);
            using var file = (_reader ??= new PictureReader()).Read(segment.Video.Frame(number));
            var picture = DecodedPicture.Of(file);
            ViewRenderer.Render(picture, PictureView.Whole(picture) with { Mirrored = mirrored }, pictures.AsSpan(frame * Example.PictureBytes, Example.PictureBytes));
        }
        return pictures;
    }
}
