using Microsoft.Extensions.Logging;
using StavisLive.Core.Sources;
using StavisLive.Evaluation.Datasets.Published;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Scenes.Randomness;

namespace StavisLive.Training.Examples.Published;

/// <summary>Crops of sixteen frames of videos with fixations and sound: one of each segment in a round, at a random place, mirrored or not.</summary>
/// <param name="segments">The segments.</param>
/// <param name="sounds">Their sound; null in a stage that doesn't listen.</param>
/// <param name="augmentation">Mirroring and colours; frames are always shown whole.</param>
/// <param name="frames">Frames of an example: 16, or 1 for the crop's middle frame alone.</param>
/// <param name="skipBad">Whether a crop that cannot be read is named and another one taken, instead of ending the run.</param>
/// <param name="seed">Seed of all choices.</param>
/// <param name="log">Names what is left out.</param>
internal sealed partial class VideoExamples(
    IReadOnlyList<VideoSegment> segments, AudioLibrary? sounds, Augmentation augmentation, int frames, bool skipBad, int seed, ILogger log) : IExampleSource
{
    private const int OrderStream = 5;
    private const int CropStream = 6;

    /// <inheritdoc />
    public int Count => segments.Count;

    /// <inheritdoc />
    public Example Make(long number)
    {
        var index = SeededRandom.PickInRounds(seed, OrderStream, number, Count);
        for (var tries = 0; tries < Count; tries++, index = (index + 1) % Count)
        {
            try
            {
                return MakeOf(segments[index], SeededRandom.Create(seed, CropStream, number));
            }
            catch (Exception e) when (skipBad && e is (SourceException or InvalidDataException))
            {
                LogSkipped(log, e.Message);
            }
        }
        throw new InvalidDataException("No frame of the videos could be read.");
    }

    private Example MakeOf(VideoSegment segment, Random random)
    {
        var crop = random.Next(segment.Crops);
        var mirrored = random.Chance(augmentation.Flip);
        var colours = ColourChange.Pick(augmentation, random);

        var pictures = VideoCrop.Read(segment, crop, frames, mirrored);
        colours.Apply(pictures);
        var (gaze, _) = VideoGaze.Read(segment.Video, segment.FrameOf(crop, VideoCrop.Middle), Example.Side, Example.Side);
        if (mirrored) gaze.Mirror(Example.Side);
        return new Example(pictures, sounds?.Excerpt(segment.Video, segment.FrameOf(crop, 0)), gaze.Density, gaze.Counts) { IsReal = true };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Left out: {Reason:l}")]
    private static partial void LogSkipped(ILogger log, string reason);
}
