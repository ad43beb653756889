using StavisLive.Core.Media;

namespace StavisLive.Scenes.Voices;

/// <summary>The sound of one pulse of an object.</summary>
/// <param name="Kind">Kind of sound.</param>
/// <param name="Rate">Pulses per second.</param>
/// <param name="Pitch">How many times as high it sounds as usual; noise has no pitch.</param>
/// <param name="Note">A number in [0, 1) that picks the note.</param>
/// <param name="Vowel">A number in [0, 1) that picks the vowel.</param>
/// <param name="NoiseSeed">Seed of the noise.</param>
internal readonly record struct PulseVoice(VoiceKind Kind, double Rate, double Pitch, double Note, double Vowel, int NoiseSeed)
{
    private const int NoiseStream = 9;

    /// <summary>Fills samples that lie within the pulse.</summary>
    /// <param name="samples">The samples; full scale ±1, peaks below it.</param>
    /// <param name="first">Number of the first one on the time line.</param>
    /// <param name="start">When the pulse begins, in seconds of the time line.</param>
    public void Fill(Span<float> samples, long first, double start)
    {
        var note = VoiceTimbre.NoteOf(Note);
        var vowel = VoiceTimbre.VowelOf(Vowel);
        for (var i = 0; i < samples.Length; i++)
        {
            var number = first + i;
            var since = number / (double)AudioFormat.SampleRate - start;
            var carrier = Kind switch
            {
                VoiceKind.Speech => VoiceTimbre.Speech(vowel, since * Pitch),
                VoiceKind.Notes => VoiceTimbre.Note(note, since * Pitch),
                VoiceKind.Noise => VoiceTimbre.Noise(NoiseSeed, NoiseStream, number),
                _ => VoiceTimbre.Knock(since * Pitch),
            };
            samples[i] = (float)(carrier * ScenePulse.Shape(Kind, since * Rate));
        }
    }
}
