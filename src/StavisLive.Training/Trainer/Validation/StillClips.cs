using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Training.Examples;

namespace StavisLive.Training.Trainer.Validation;

/// <summary>Photographs to validate on: each a clip of one repeated frame, with silence.</summary>
internal sealed class StillClips(IReadOnlyList<StillPicture> pictures) : IValidationClips
{
    // What photographs are called whose names tell no set.
    private const string NoSet = "photographs";

    private readonly IReadOnlyList<ValidationClip> _clips = [.. pictures.Select(Prepare)];

    /// <inheritdoc />
    public int Count => _clips.Count;

    /// <inheritdoc />
    public ValidationClip Load(int number, int frames) => _clips[number] with { Pictures = Repeat(_clips[number].Pictures, frames) };

    private static ValidationClip Prepare(StillPicture still)
    {
        var input = new byte[Example.PictureBytes];
        ViewRenderer.Render(still.Picture, PictureView.Whole(still.Picture), input);
        var columns = (int)Math.Round((double)ValidationClip.Rows * still.Picture.Width / still.Picture.Height);
        return new ValidationClip(
            still.Group.Length > 0 ? still.Group : NoSet, input, Sound: null, columns,
            GazeMaps.Density(still.Fixations, columns, ValidationClip.Rows), GazeMaps.Counts(still.Fixations, columns, ValidationClip.Rows));
    }

    private static byte[] Repeat(byte[] picture, int frames)
    {
        var clip = new byte[picture.Length * frames];
        for (var frame = 0; frame < frames; frame++) picture.CopyTo(clip, frame * picture.Length);
        return clip;
    }
}
