using StavisLive.Scenes.Randomness;

namespace StavisLive.Scenes.Voices;

/// <summary>Waveforms of the voices before their envelope, as closed formulas of the time since a pulse began.</summary>
internal static class VoiceTimbre
{
    private const double SpeechPitch = 135; // Hz, a low voice: many harmonics under each formant
    private const int Harmonics = 26; // up to 3.5 kHz, beyond the third formant
    private const double VibratoRate = 5;
    private const double VibratoDepth = 0.03;

    // First three formants of the vowels a, e, i, o, u (Peterson and Barney, 1952, men, rounded), in Hz.
    private static readonly double[][] Formants =
        [[730, 1090, 2440], [530, 1840, 2480], [270, 2290, 3010], [570, 840, 2410], [300, 870, 2240]];

    private static readonly double[] FormantLevels = [1, 0.6, 0.3];
    private const double FormantWidth = 110; // Hz
    private static readonly double[][] VowelHarmonics = [.. Formants.Select(HarmonicsUnder)];

    // Major pentatonic from A4: whatever follows whatever, it sounds like a tune.
    private static readonly double[] Notes = [440, 495, 550, 660, 733.3, 880];

    /// <summary>Frequency of the note that a number in [0, 1) picks.</summary>
    public static double NoteOf(double pick) => Notes[(int)(pick * Notes.Length)];

    /// <summary>Harmonic levels of the vowel that a number in [0, 1) picks.</summary>
    public static double[] VowelOf(double pick) => VowelHarmonics[(int)(pick * VowelHarmonics.Length)];

    /// <summary>A vowel with a slight vibrato.</summary>
    public static double Speech(double[] harmonics, double seconds)
    {
        // The integral of pitch * (1 + depth * sin(2 pi rate t)).
        var phase = Math.Tau * SpeechPitch
            * (seconds - VibratoDepth / (Math.Tau * VibratoRate) * Math.Cos(Math.Tau * VibratoRate * seconds));
        // sin(k x) = 2 cos(x) sin((k-1) x) - sin((k-2) x) saves a sine per harmonic.
        var (current, twiceCosine) = (Math.Sin(phase), 2 * Math.Cos(phase));
        double before = 0, sum = 0;
        foreach (var level in harmonics)
        {
            sum += level * current;
            (before, current) = (current, twiceCosine * current - before);
        }
        return sum;
    }

    /// <summary>A bell-like tone of three partials.</summary>
    public static double Note(double frequency, double seconds)
    {
        var phase = Math.Tau * frequency * seconds;
        return 0.5 * Math.Sin(phase) + 0.2 * Math.Sin(2 * phase) + 0.08 * Math.Sin(3 * phase);
    }

    /// <summary>Noise without the highest octave: a running mean of independent numbers.</summary>
    public static double Noise(int seed, int stream, long sample)
    {
        const float weight = 0.3f;
        return weight * (SceneHash.Signed(seed, stream, sample)
            + SceneHash.Signed(seed, stream, sample - 1) + SceneHash.Signed(seed, stream, sample - 2));
    }

    /// <summary>Two damped resonances of a piece of wood.</summary>
    public static double Knock(double seconds) =>
        0.6 * Math.Sin(Math.Tau * 820 * seconds) + 0.35 * Math.Sin(Math.Tau * 2130 * seconds) * Math.Exp(-60 * seconds);

    private static double[] HarmonicsUnder(double[] formants)
    {
        var levels = new double[Harmonics];
        for (var k = 0; k < Harmonics; k++)
        {
            var frequency = (k + 1) * SpeechPitch;
            for (var f = 0; f < formants.Length; f++)
                levels[k] += FormantLevels[f] * Math.Exp(-Math.Pow((frequency - formants[f]) / FormantWidth, 2) / 2);
        }
        // The sum of the levels bounds the peak; sines rarely meet, so that half of full scale is still far from it.
        var scale = 0.9 / levels.Sum();
        return [.. levels.Select(level => level * scale)];
    }
}
