using Microsoft.Extensions.Logging;
using StavisLive.Core.Sources;
using StavisLive.Evaluation.Datasets.Published;
using StavisLive.Training.Examples.Published;

namespace StavisLive.Training.Trainer.Validation;

/// <summary>Videos to validate on: of each segment the crop in its middle, with its audio.</summary>
/// <param name="segments">The segments and the data sets that they belong to.</param>
/// <param name="sounds">Their audio; null: no stage listens.</param>
/// <param name="skipBad">Whether a crop that cannot be read is named and left out, instead of ending the run.</param>
/// <param name="log">Names what is left out.</param>
internal sealed partial class VideoClips(
    IReadOnlyList<(string Group, VideoSegment Segment)> segments, AudioLibrary? sounds, bool skipBad, ILogger log) : IValidationClips
{
    /// <inheritdoc />
    public int Count => segments.Count;

    /// <inheritdoc />
    public ValidationClip? Load(int number, int frames)
    {
        var (group, segment) = segments[number];
        var crop = segment.Crops / 2;
        try
        {
            var pictures = VideoCrop.Read(segment, crop, frames, mirrored: false);
            var (gaze, width) = VideoGaze.Read(segment.Video, segment.FrameOf(crop, VideoCrop.Middle), ValidationClip.Rows, width: null);
            return new ValidationClip(group, pictures, sounds?.Excerpt(segment.Video, segment.FrameOf(crop, 0)), width, gaze.Density, gaze.Counts);
        }
        catch (Exception e) when (skipBad && e is (SourceException or InvalidDataException))
        {
            LogSkipped(log, e.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Left out: {Reason:l}")]
    private static partial void LogSkipped(ILogger log, string reason);
}
