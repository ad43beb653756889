using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Training.Examples;
using StavisLive.Training.Examples.Clips;

namespace StavisLive.Training.Trainer.Validation;

/// <summary>Clips of video to validate on: every so often a window, with the fixations under way at its middle.</summary>
internal sealed class MovingClips : IValidationClips
{
    // Half a second or more apart: gaze hardly changes sooner.
    private const int Step = 16;

    // What clips are called whose names tell no set.
    private const string NoSet = "clips";

    private readonly List<(LibraryClip Clip, int Middle)> _windows;

    /// <param name="clips">The clips; borrowed.</param>
    public MovingClips(IReadOnlyList<LibraryClip> clips) => _windows =
        [.. clips.SelectMany(clip => Enumerable.Range(0, clip.Frames.Count / Step).Select(number => (clip, number * Step)))
            .Where(window => window.Item1.LooksAt(window.Item2, stretch: 0).Count > 0)];

    /// <inheritdoc />
    public int Count => _windows.Count;

    /// <inheritdoc />
    public ValidationClip Load(int number, int frames)
    {
        var (clip, middle) = _windows[number];
        var looks = clip.LooksAt(middle, stretch: 0);
        var columns = (int)Math.Round(ValidationClip.Rows * clip.Frames.SourceAspect);
        var shape = new DecodedPicture([], clip.Frames.Width, clip.Frames.Height);
        return new ValidationClip(
            clip.Group.Length > 0 ? clip.Group : NoSet,
            new ClipWindow(middle, Speed: 1).Render(clip, PictureView.Whole(shape), frames),
            clip.Audio is { } audio ? AudioExcerpt.Of(audio, middle - ClipWindow.MiddleSlot, clip.Frames.Fps) : null,
            columns,
            GazeMaps.Density(looks, columns, ValidationClip.Rows),
            GazeMaps.Counts(looks, columns, ValidationClip.Rows));
    }
}
