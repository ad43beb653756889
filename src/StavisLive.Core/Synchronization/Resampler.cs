using System.Numerics.Tensors;

namespace StavisLive.Core.Synchronization;

/// <summary>Reads sound a little faster or slower than it comes, at a pace that may change from block to block. Not thread-safe.</summary>
/// <remarks>
/// Band-limited interpolation: a Kaiser-windowed sinc of 32 samples, tabulated at 256 places between two samples and linear between
/// those. Its place in the input goes on without a jump whatever the pace does, so that no change of pace clicks. Made
/// for paces within a per cent of 1: the pass-band is not narrowed for faster ones.
/// </remarks>
public sealed class Resampler
{
    private const int Taps = 32;
    private const int Places = 256;

    // About 80 dB between pass-band and images, and flat up to 0.43 of the sample rate (9.5 kHz of 22,050).
    private const double Beta = 8;

    private static readonly float[] Kernel = MakeKernel();

    // The newest samples of the input, and behind them those of the block under way.
    private float[] _input = new float[Taps * 4];
    private int _kept;
    private long _begin = -Taps / 2;
    private double _fraction;
    private long _whole;
    private float[] _output = [];

    /// <summary>Begins before the first sample, of which silence is thought to have come.</summary>
    public Resampler() => _kept = Taps / 2;

    /// <summary>Place of the next output sample in the input, in samples from the first one.</summary>
    public double Position => _whole + _fraction;

    /// <summary>Takes a block of input and gives what can be read of it; half a kernel (0.7 ms at 22,050 Hz) stays for the next.</summary>
    /// <param name="samples">The input's next samples. Copied.</param>
    /// <param name="pace">Input samples per output sample.</param>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<float> Process(ReadOnlySpan<float> samples, double pace)
    {
        Append(samples);
        // The kernel reaches from 15 samples before the place's whole part to 16 behind it.
        var last = _begin + _kept - 1 - (Taps / 2);
        var most = Math.Max(0, (int)((last - _whole + 1) / pace) + 2);
        if (_output.Length < most) _output = new float[most];
        var count = 0;
        while (_whole <= last)
        {
            _output[count++] = Interpolate();
            _fraction += pace;
            var step = (long)_fraction;
            _whole += step;
            _fraction -= step;
        }
        Forget();
        return _output.AsSpan(0, count);
    }

    private float Interpolate()
    {
        var place = _fraction * Places;
        var row = (int)place;
        var between = (float)(place - row);
        var input = _input.AsSpan((int)(_whole - (Taps / 2) + 1 - _begin), Taps);
        var before = TensorPrimitives.Dot(input, Kernel.AsSpan(row * Taps, Taps));
        var after = TensorPrimitives.Dot(input, Kernel.AsSpan((row + 1) * Taps, Taps));
        return before + (between * (after - before));
    }

    private void Append(ReadOnlySpan<float> samples)
    {
        if (_input.Length < _kept + samples.Length) Array.Resize(ref _input, (_kept + samples.Length) * 2);
        samples.CopyTo(_input.AsSpan(_kept));
        _kept += samples.Length;
    }

    private void Forget()
    {
        var gone = (int)Math.Min(_whole - (Taps / 2) + 1 - _begin, _kept);
        if (gone <= 0) return;
        _input.AsSpan(gone, _kept - gone).CopyTo(_input);
        _kept -= gone;
        _begin += gone;
    }

    // Row p: the weights of 32 samples for a place p/256 behind the sixteenth. One row more, to be linear between.
    private static float[] MakeKernel()
    {
        var kernel = new float[(Places + 1) * Taps];
        for (var row = 0; row <= Places; row++)
        {
            for (var tap = 0; tap < Taps; tap++)
            {
                var distance = tap - ((Taps / 2) - 1) - ((double)row / Places);
                kernel[(row * Taps) + tap] = (float)(Sinc(distance) * Kaiser(distance / (Taps / 2)));
            }
        }
        return kernel;
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private static double Kaiser(double x) => Math.Abs(x) >= 1 ? 0 : Bessel(Beta * Math.Sqrt(1 - (x * x))) / Bessel(Beta);

    // Modified Bessel function of the first kind, order 0, by its series.
    private static double Bessel(double x)
    {
        double sum = 1, term = 1;
        for (var k = 1; term > sum * 1e-12; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
