using StavisLive.Benchmarks.Stages;
using StavisLive.Core.Media;
using StavisLive.Core.Synchronization;

namespace StavisLive.Benchmarks.Measurements;

/// <summary>How exactly a swept sine is read at a pace beside its own: ours and NAudio's, held against the sine itself.</summary>
internal static class ResamplingAccuracy
{
    private const int Block = AudioFormat.SampleRate / 50;
    private const double Seconds = 10;
    private const double From = 50;

    // What is before the first sample, and how far kernels reach, is no sweep.
    private const int Skipped = 256;

    // What the delay is found from.
    private const int Searched = AudioFormat.SampleRate;

    private static readonly double[] Tops = [4_000, 9_000, 10_000];
    private static readonly double[] Paces = [1, 1.0005, 0.998];

    /// <summary>Writes the ratio of the sine to what differs from it, in decibels.</summary>
    public static void Measure(TextWriter output)
    {
        output.WriteLine("SNR in dB of a sine swept from 50 Hz over ten seconds, at 22,050 Hz");
        output.WriteLine($"{"to Hz",8}{"pace",9}{"own",10}{"NAudio 32",12}{"NAudio 64",12}{"NAudio linear",15}");
        foreach (var top in Tops)
        {
            foreach (var pace in Paces)
            {
                var own = Ratio(Own(top, pace), top, pace);
                var others = new[] { 32, 64, 0 }.Select(taps => Ratio(Naudio(top, pace, taps), top, pace)).ToArray();
                output.WriteLine(FormattableString.Invariant($"{top,8:0}{pace,9:0.0000}{own,10:0.0}{others[0],12:0.0}{others[1],12:0.0}{others[2],15:0.0}"));
            }
        }
    }

    private static List<float> Own(double top, double pace)
    {
        var resampler = new Resampler();
        var output = new List<float>();
        foreach (var block in Blocks(top)) output.AddRange(resampler.Process(block, pace));
        return output;
    }

    private static List<float> Naudio(double top, double pace, int taps)
    {
        var resampler = ResamplingBenchmark.Naudio(taps);
        if (taps == 0) resampler.SetMode(true, 0, false, 0, 0);
        resampler.SetRates(AudioFormat.SampleRate * pace, AudioFormat.SampleRate);
        var output = new List<float>();
        var buffer = new float[2 * Block];
        foreach (var block in Blocks(top))
        {
            resampler.ResamplePrepare(block.Length, 1, out var input);
            block.CopyTo(input);
            output.AddRange(buffer.AsSpan(0, resampler.ResampleOut(buffer, block.Length, buffer.Length, 1)));
        }
        return output;
    }

    private static IEnumerable<float[]> Blocks(double top)
    {
        for (var begin = 0; begin < Seconds * AudioFormat.SampleRate; begin += Block)
            yield return [.. Enumerable.Range(begin, Block).Select(i => (float)Sweep(i, top))];
    }

    // At the delay that suits the output best, since that is no error.
    private static double Ratio(List<float> output, double top, double pace)
    {
        var begin = output[..Searched];
        var best = Enumerable.Range(-80, 161).MaxBy(delay => RatioAt(begin, top, pace, delay));
        var (low, high) = (best - 1.0, best + 1.0);
        for (var step = 0; step < 40; step++)
        {
            var (left, right) = (low + ((high - low) * 0.382), low + ((high - low) * 0.618));
            if (RatioAt(begin, top, pace, left) > RatioAt(begin, top, pace, right)) high = right;
            else low = left;
        }
        return RatioAt(output, top, pace, (low + high) / 2);
    }

    private static double RatioAt(List<float> output, double top, double pace, double delay)
    {
        double signal = 0, noise = 0;
        for (var n = Skipped; n < output.Count - Skipped; n++)
        {
            var ideal = Sweep((n * pace) + delay, top);
            signal += ideal * ideal;
            noise += (output[n] - ideal) * (output[n] - ideal);
        }
        return 10 * Math.Log10(signal / noise);
    }

    private static double Sweep(double sample, double top)
    {
        var time = sample / AudioFormat.SampleRate;
        return 0.5 * Math.Sin(Math.Tau * ((From * time) + ((top - From) * time * time / (2 * Seconds))));
    }
}
