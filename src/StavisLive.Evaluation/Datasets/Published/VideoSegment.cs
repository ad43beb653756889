using StavisLive.Core.Windowing;

namespace StavisLive.Evaluation.Datasets.Published;

/// <summary>A stretch of a video that one crop of sixteen frames is taken from each epoch. Frames count from 1, as in the files.</summary>
/// <param name="Video">The video.</param>
/// <param name="First">First frame.</param>
/// <param name="Frames">Number of frames.</param>
public sealed record VideoSegment(PublishedVideo Video, int First, int Frames)
{
    /// <summary>Frames of a crop.</summary>
    public const int Crop = NetworkWindow.Frames;

    // The authors' 90 frames every 74: a crop less than a segment, so that every sixteen frames in a row lie in one.
    private const int Longest = 90;
    private const int Step = Longest - Crop;

    /// <summary>Number of different crops; of a video shorter than a crop, one, which repeats its last frame.</summary>
    public int Crops => Math.Max(1, Frames - Crop + 1);

    /// <summary>A video's segments. What remains behind the last one and is shorter than a crop lies in that one already.</summary>
    public static IEnumerable<VideoSegment> Of(PublishedVideo video)
    {
        for (var first = 1; first <= video.Entry.Frames; first += Step)
        {
            var frames = Math.Min(Longest, video.Entry.Frames + 1 - first);
            if (first == 1 || frames >= Crop) yield return new VideoSegment(video, first, frames);
        }
    }

    /// <summary>Number of a crop's frame in the video.</summary>
    /// <param name="crop">Which crop, from 0.</param>
    /// <param name="frame">Which of its frames, from 0.</param>
    public int FrameOf(int crop, int frame) => Math.Min(First + crop + frame, Video.Entry.Frames);
}
