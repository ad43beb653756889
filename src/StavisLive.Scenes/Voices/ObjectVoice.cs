using StavisLive.Core.Media;
using StavisLive.Scenes.Randomness;

namespace StavisLive.Scenes.Voices;

/// <summary>The voice of one object that sounds without a pause, pulse after pulse, and swells with it.</summary>
/// <param name="Kind">Kind of sound.</param>
/// <param name="Rate">Pulses per second.</param>
/// <param name="Phase">0..1: how far the pulse is at time zero.</param>
/// <param name="Pitch">How many times as high it sounds as usual.</param>
/// <param name="Seed">Seed of its notes, vowels and noise.</param>
public sealed record ObjectVoice(VoiceKind Kind, double Rate, double Phase, double Pitch, int Seed)
{
    private const int NoteStream = 13;
    private const int VowelStream = 14;

    /// <summary>Pulses per second that this kind of sound has in the built-in scene.</summary>
    internal static double UsualRate(VoiceKind kind) => ScenePulse.RateOf(kind);

    /// <summary>How far the object is swollen and lit up at a time: 0..1, the envelope of its sound.</summary>
    internal double PulseAt(double seconds)
    {
        var pulses = (seconds * Rate) + Phase;
        return ScenePulse.Shape(Kind, pulses - Math.Floor(pulses));
    }

    /// <summary>Fills the samples from number <paramref name="first"/> of the time line on; full scale ±1, peaks below it.</summary>
    public void Fill(Span<float> samples, long first)
    {
        for (var done = 0; done < samples.Length;)
        {
            var number = (long)Math.Floor(((first + done) / (double)AudioFormat.SampleRate * Rate) + Phase);
            var start = (number - Phase) / Rate;
            var next = (long)Math.Ceiling((number + 1 - Phase) / Rate * AudioFormat.SampleRate);
            var until = (int)Math.Min(samples.Length, Math.Max(done + 1, next - first));
            new PulseVoice(Kind, Rate, Pitch, SceneHash.Unit(Seed, NoteStream, number), SceneHash.Unit(Seed, VowelStream, number), Seed)
                .Fill(samples[done..until], first + done, start);
            done = until;
        }
    }
}
