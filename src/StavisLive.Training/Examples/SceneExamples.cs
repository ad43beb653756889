using StavisLive.Media.Capture.Synthetic;
using StavisLive.Training.Scenes;

namespace StavisLive.Training.Examples;

/// <summary>Audiovisual scenes over photographs: with an object's own sound, in silence, and with sound that belongs to nothing.</summary>
internal sealed class SceneExamples(SceneDirector director, int frames, int seed) : IExampleSource
{
    private const int Stream = 3;
    private const int Looks = 60; // fixations of an example, about as many as photographs have

    // Of scenes: silent ones, and ones with a stranger's sound; in all others an object sounds.
    private const double SilentShare = 0.2;
    private const double StrangeShare = 0.15;

    /// <inheritdoc />
    public int Count => 1000;

    /// <inheritdoc />
    public Example Make(long number)
    {
        var random = Draw.For(seed, Stream, number);
        var script = director.Direct(PickKind(random), random);
        var heard = random.NextDouble();
        var sounding = heard < SilentShare + StrangeShare ? (int?)null : script.Pulsing ?? random.Next(script.Actors.Count);
        var voice = sounding is { } actor ? script.Actors[actor].Voice : heard < SilentShare ? null : Strangers.Voice(script, random);

        var pictures = SceneFilm.Paint(script, frames);
        var colours = ColourChange.Pick(new Augmentation { Grey = 0.1 }, random);
        colours.Apply(pictures);
        var density = SceneTarget.Density(script, sounding);
        return new Example(
            pictures,
            voice is null ? null : SceneFilm.Play(script, voice, random.Between(0.1, 1)),
            density,
            SceneTarget.Fixations(density, Looks, random))
        {
            SilentDensity = sounding is null ? null : SceneTarget.Density(script, script.Kind == SceneKind.Demonstration ? sounding : null),
        };
    }

    // By rhythm there is nothing to see in a single frame.
    private SceneKind PickKind(Random random) => random.NextDouble() switch
    {
        < 0.25 => SceneKind.Demonstration,
        < 0.45 when frames > 1 => SceneKind.ByRhythm,
        _ => SceneKind.ByKind,
    };
}
