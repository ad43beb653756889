using StavisLive.Scenes.Randomness;
using StavisLive.Scenes.Voices;

namespace StavisLive.Scenes.Composed;

/// <summary>Sounds that belong to nothing in sight.</summary>
public static class UnrelatedAudio
{
    private const int MostVoices = 3;

    /// <summary>A voice of a kind that no object of the scene has.</summary>
    public static ObjectVoice Voice(SceneScript script, Random random) =>
        Voice([.. Enum.GetValues<VoiceKind>().Except(script.Actors.Select(actor => actor.Voice.Kind))], random);

    /// <summary>The network's sound input for pictures without objects that sound: voices of any kind, background sound, or both.</summary>
    public static float[] Audio(Random random)
    {
        var audio = new WindowAudio(random.Between(2, 60), random.Between(24, 30));
        var what = random.Next(3);
        if (what != 0)
        {
            var voices = random.Next(1, MostVoices + 1);
            for (var voice = 0; voice < voices; voice++) audio.With(Voice(Enum.GetValues<VoiceKind>(), random), random.Between(0.1, 1) / voices);
        }
        if (what != 1) audio.WithSoundscape(random.Between(0.02, 0.5), random);
        return audio.ToInput();
    }

    /// <summary>Adds background sound to samples.</summary>
    /// <param name="samples">The samples; full scale ±1.</param>
    /// <param name="loudness">Its share of full loudness.</param>
    /// <param name="random">Makes it up.</param>
    public static void AddSoundscape(Span<float> samples, double loudness, Random random) => Soundscape.Add(samples, loudness, random);

    private static ObjectVoice Voice(IReadOnlyList<VoiceKind> kinds, Random random)
    {
        var kind = kinds[random.Next(kinds.Count)];
        return new ObjectVoice(
            kind, ObjectVoice.UsualRate(kind) * random.Between(0.75, 1.3), random.NextDouble(), random.Between(0.8, 1.25), random.Next());
    }
}
