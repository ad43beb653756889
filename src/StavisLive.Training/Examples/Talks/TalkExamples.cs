using StavisLive.Scenes.Backgrounds;
using StavisLive.Scenes.Randomness;

namespace StavisLive.Training.Examples.Talks;

/// <summary>People who talk, made of photographs and recordings of speech: heard, in silence, drowned by other sound, dubbed.</summary>
/// <param name="director">Makes windows up.</param>
/// <param name="augmentation">How pictures are varied.</param>
/// <param name="frames">Frames of an example: 1 or 16.</param>
/// <param name="seed">Seed of all choices.</param>
internal sealed class TalkExamples(TalkDirector director, Augmentation augmentation, int frames, int seed) : IExampleSource
{
    private const int Stream = 10;
    private const int Looks = 30; // fixations of an example: about as many people as watch a clip of the data sets

    // The camera sees all of the canvas but this, so that it can move.
    private const double Margin = 0.06;

    /// <inheritdoc />
    public int Count => 1000;

    /// <inheritdoc />
    public Example Make(long number)
    {
        var random = SeededRandom.Create(seed, Stream, number);
        var script = director.Direct(random);
        var path = PickPath(random);
        var pictures = TalkFilm.Paint(script, path, frames);
        ColourChange.Pick(augmentation, random).Apply(pictures);
        var view = path.Middle;
        var density = TalkTarget.Density(script, view, script.IsHeard);
        return new Example(pictures, script.Audio, density, SceneTarget.Fixations(density, Looks, random))
        {
            SilentDensity = script.IsHeard ? TalkTarget.Density(script, view, isHeard: false) : null,
        };
    }

    private ViewPath PickPath(Random random)
    {
        var (width, height) = ((int)(TalkScript.Width * (1 - Margin)), (int)(TalkScript.Height * (1 - Margin)));
        var view = new PictureView((TalkScript.Width - width) / 2, (TalkScript.Height - height) / 2, width, height, random.Chance(augmentation.Flip));
        return frames == 1 ? ViewPath.Still(view) : ViewPath.Pick(view, random);
    }
}
