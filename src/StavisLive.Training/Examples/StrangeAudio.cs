using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Scenes.Composed;
using StavisLive.Scenes.Randomness;

namespace StavisLive.Training.Examples;

/// <summary>Sound for pictures that it has nothing to do with, so that it changes nothing there: voices of objects, background sound, speech.</summary>
/// <param name="share">Share of examples that have any.</param>
/// <param name="speech">Recordings of speech; null: there are none.</param>
internal sealed class StrangeAudio(double share, SpeechLibrary? speech)
{
    private const double SpeechShare = 0.4;

    /// <summary>The network's sound input; null: silence.</summary>
    public float[]? Pick(Random random)
    {
        if (!random.Chance(share)) return null;
        return speech is not null && random.Chance(SpeechShare)
            ? AudioExcerpt.Of(speech.Pick((int)(NetworkWindow.Frames / random.Between(24, 30) * AudioFormat.SampleRate), random))
            : UnrelatedAudio.Audio(random);
    }
}
