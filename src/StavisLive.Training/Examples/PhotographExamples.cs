using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Scenes.Randomness;

namespace StavisLive.Training.Examples;

/// <summary>Photographs with fixations: single frames, or clips that a moving camera makes of them; in silence or with sound that belongs to nothing.</summary>
/// <param name="pictures">The photographs.</param>
/// <param name="augmentation">How they are varied.</param>
/// <param name="frames">Frames of an example: 1 or 16.</param>
/// <param name="strangers">Their sound; null in a stage that doesn't listen.</param>
/// <param name="seed">Seed of all choices.</param>
internal sealed class PhotographExamples(
    IReadOnlyList<StillPicture> pictures, Augmentation augmentation, int frames, StrangeAudio? strangers, int seed) : IExampleSource
{
    private const int OrderStream = 1;
    private const int ViewStream = 2;

    /// <inheritdoc />
    public int Count => pictures.Count;

    /// <inheritdoc />
    public Example Make(long number)
    {
        var still = pictures[SeededRandom.PickInRounds(seed, OrderStream, number, Count)];
        var random = SeededRandom.Create(seed, ViewStream, number);
        var view = PictureView.Pick(still.Picture, augmentation, random);
        var colours = ColourChange.Pick(augmentation, random);
        var path = frames == 1 ? ViewPath.Still(view) : ViewPath.Pick(view, random);

        var clip = path.Render(still.Picture, frames);
        colours.Apply(clip);

        var fixations = view.FixationsOf(still.Fixations, still.Picture).ToList();
        // One degree of sight is a share of the whole picture's height, whatever part of it is shown.
        var sigma = GazeMaps.Sigma * still.Picture.Height * Example.Side;
        return new Example(
            clip,
            strangers?.Pick(random),
            GazeMaps.Density(fixations, Example.Side, Example.Side, sigma / view.Width, sigma / view.Height),
            GazeMaps.Counts(fixations, Example.Side, Example.Side))
        {
            IsReal = true,
        };
    }
}
