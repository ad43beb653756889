using StavisLive.Core.Media;

namespace StavisLive.Testing;

/// <summary>Tones to play, and what is in a sound that was heard.</summary>
public static class Tones
{
    /// <summary>A sine tone.</summary>
    public static float[] Sine(double frequency, double amplitude, double seconds)
    {
        var samples = new float[(int)(seconds * AudioFormat.SampleRate)];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (float)(amplitude * Math.Sin(2 * Math.PI * frequency * i / AudioFormat.SampleRate));
        return samples;
    }

    /// <summary>The usual amplitude of a frequency (a multiple of 20 Hz) in a sound.</summary>
    /// <remarks>The median of pieces of 50 ms: a busy machine's sound server leaves holes in what it plays.</remarks>
    public static double AmplitudeAt(double frequency, ReadOnlySpan<float> samples)
    {
        const int Piece = AudioFormat.SampleRate / 20;
        var amplitudes = new List<double>();
        for (; samples.Length >= Piece; samples = samples[Piece..]) amplitudes.Add(AmplitudeIn(samples[..Piece], frequency));
        return amplitudes.Order().ElementAt(amplitudes.Count / 2);
    }

    /// <summary>The largest magnitude in a sound.</summary>
    public static double Peak(ReadOnlySpan<float> samples)
    {
        var peak = 0f;
        foreach (var sample in samples) peak = Math.Max(peak, Math.Abs(sample));
        return peak;
    }

    private static double AmplitudeIn(ReadOnlySpan<float> piece, double frequency)
    {
        double real = 0, imaginary = 0;
        for (var i = 0; i < piece.Length; i++)
        {
            var (sine, cosine) = Math.SinCos(2 * Math.PI * frequency * i / AudioFormat.SampleRate);
            real += piece[i] * cosine;
            imaginary -= piece[i] * sine;
        }
        return 2 * Math.Sqrt((real * real) + (imaginary * imaginary)) / piece.Length;
    }
}
