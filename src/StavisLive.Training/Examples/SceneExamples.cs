using StavisLive.Scenes.Backgrounds;
using StavisLive.Scenes.Composed;
using StavisLive.Scenes.Randomness;
using StavisLive.Training.Configuration;

namespace StavisLive.Training.Examples;

/// <summary>Audiovisual scenes over photographs: with an object's own sound, in silence, and with sound that belongs to nothing.</summary>
/// <param name="director">Makes scenes up.</param>
/// <param name="mix">Shares of silent scenes and of strange sound.</param>
/// <param name="frames">Frames of an example: 1 or 16.</param>
/// <param name="seed">Seed of all choices.</param>
internal sealed class SceneExamples(SceneDirector director, MixConfig mix, int frames, int seed) : IExampleSource
{
    private const int Stream = 3;
    private const int Looks = 60; // fixations of an example, about as many as photographs have

    private const double NoisyShare = 0.4; // of sounds: with faint background sound under them

    /// <inheritdoc />
    public int Count => 1000;

    /// <inheritdoc />
    public Example Make(long number)
    {
        var random = SeededRandom.Create(seed, Stream, number);
        var script = director.Direct(PickKind(random), random);
        var heard = random.NextDouble();
        var sounding = heard < mix.Silent + mix.Strange ? (int?)null : script.Pulsing ?? random.Next(script.Actors.Count);
        var pictures = SceneFilm.Paint(script, frames);
        var colours = ColourChange.Pick(new Augmentation { Grey = 0.1 }, random);
        colours.Apply(pictures);
        var density = SceneTarget.Density(script, sounding);
        return new Example(
            pictures,
            Audio(script, sounding, heard < mix.Silent, random),
            density,
            SceneTarget.Fixations(density, Looks, random))
        {
            SilentDensity = sounding is null ? null : SceneTarget.Density(script, script.Kind == SceneKind.Demonstration ? sounding : null),
        };
    }

    private static float[]? Audio(SceneScript script, int? sounding, bool silent, Random random)
    {
        if (silent) return null;
        var audio = script.Silence();
        if (sounding is { } actor) audio.With(script.Actors[actor].Voice, random.Between(0.1, 1));
        else if (random.Chance(0.6)) audio.With(UnrelatedAudio.Voice(script, random), random.Between(0.1, 1));
        else audio.WithSoundscape(random.Between(0.02, 0.5), random);
        if (random.Chance(NoisyShare)) audio.WithSoundscape(random.Between(0.005, 0.05), random);
        return audio.ToInput();
    }

    // By rhythm there is nothing to see in a single frame.
    private SceneKind PickKind(Random random) => random.NextDouble() switch
    {
        < 0.25 => SceneKind.Demonstration,
        < 0.45 when frames > 1 => SceneKind.ByRhythm,
        _ => SceneKind.ByKind,
    };
}
