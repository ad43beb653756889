using StavisLive.Core.Media;
using StavisLive.Scenes.Randomness;

namespace StavisLive.Scenes.Voices;

/// <summary>Background sound that belongs to nothing in sight: hum, hiss, rumble and far tones, steady or swelling.</summary>
internal static class Soundscape
{
    private const int MostTones = 4;
    private const double SwellRate = 0.7; // per second: slower than any object's pulse

    /// <summary>Adds a soundscape to samples.</summary>
    /// <param name="samples">The samples; full scale ±1.</param>
    /// <param name="loudness">Its share of full loudness.</param>
    /// <param name="random">Makes it up.</param>
    public static void Add(Span<float> samples, double loudness, Random random)
    {
        var (hiss, rumble, tones) = (random.NextDouble(), random.NextDouble(), random.NextDouble());
        var sum = hiss + rumble + tones;
        var voices = Enumerable.Range(0, random.Next(1, MostTones + 1))
            .Select(_ => (Step: Math.Tau * random.Between(60, 1800) / AudioFormat.SampleRate, Phase: random.Between(0, Math.Tau))).ToList();
        var (swell, swellPhase) = (random.NextDouble(), random.Between(0, Math.Tau));
        var low = 0.0;
        for (var i = 0; i < samples.Length; i++)
        {
            var white = random.Between(-1, 1);
            low += 0.02 * (white - low); // one pole at about 70 Hz
            var tone = 0.0;
            foreach (var (step, phase) in voices) tone += Math.Sin((step * i) + phase) / voices.Count;
            var level = 1 - (swell * 0.5 * (1 + Math.Sin((Math.Tau * SwellRate * i / AudioFormat.SampleRate) + swellPhase)));
            samples[i] += (float)(loudness * level * ((hiss * 0.4 * white) + (rumble * 4 * low) + (tones * 0.5 * tone)) / sum);
        }
    }
}
