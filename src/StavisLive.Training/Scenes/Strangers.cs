using StavisLive.Media.Capture.Synthetic;
using StavisLive.Training.Examples;

namespace StavisLive.Training.Scenes;

/// <summary>Voices that belong to nothing in a scene.</summary>
internal static class Strangers
{
    /// <summary>A voice of a kind that no object of the scene has.</summary>
    public static ObjectVoice Voice(SceneScript script, Random random) =>
        Voice([.. Enum.GetValues<VoiceKind>().Except(script.Actors.Select(actor => actor.Voice.Kind))], random);

    /// <summary>The network's sound input with a voice of any kind, for pictures without objects that sound.</summary>
    public static float[] Sound(Random random) =>
        SceneFilm.Play(Voice(Enum.GetValues<VoiceKind>(), random), random.Between(2, 60), random.Between(24, 30), random.Between(0.1, 1));

    private static ObjectVoice Voice(IReadOnlyList<VoiceKind> kinds, Random random)
    {
        var kind = kinds[random.Next(kinds.Count)];
        return new ObjectVoice(
            kind, ObjectVoice.UsualRate(kind) * random.Between(0.75, 1.3), random.NextDouble(), random.Between(0.8, 1.25), random.Next());
    }
}
