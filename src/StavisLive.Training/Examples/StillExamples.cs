using StavisLive.Model.Inference;
using StavisLive.Training.Datasets.Gaze;

namespace StavisLive.Training.Examples;

/// <summary>Single frames of photographs with fixations.</summary>
internal sealed class StillExamples(IReadOnlyList<StillPicture> pictures, Augmentation augmentation, int seed) : IExampleSource
{
    private const int OrderStream = 1;
    private const int ViewStream = 2;

    /// <inheritdoc />
    public int Count => pictures.Count;

    /// <inheritdoc />
    public Example Make(long number)
    {
        var still = pictures[Draw.InRounds(seed, OrderStream, number, Count)];
        var random = Draw.For(seed, ViewStream, number);
        var view = PictureView.Pick(still.Picture, augmentation, random);

        var picture = new byte[Example.PictureBytes];
        ViewRenderer.Render(still.Picture, view, picture);
        ColourChange.Pick(augmentation, random).Apply(picture);

        var fixations = view.Move(still.Fixations, still.Picture).ToList();
        // One degree of sight is a share of the whole picture's height, whatever part of it is shown.
        var sigma = GazeMaps.Sigma * still.Picture.Height * Example.Side;
        return new Example(
            picture,
            Sound: null,
            GazeMaps.Density(fixations, Example.Side, Example.Side, sigma / view.Width, sigma / view.Height),
            GazeMaps.Counts(fixations, Example.Side, Example.Side));
    }
}
