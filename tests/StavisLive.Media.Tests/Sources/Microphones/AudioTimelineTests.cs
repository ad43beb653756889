using StavisLive.Core.Media;
using StavisLive.Media.Sources.Microphones;

namespace StavisLive.Media.Tests.Sources.Microphones;

public sealed class AudioTimelineTests
{
    private const int Block = AudioFormat.SampleRate / 50;
    private const double Slow = 5;
    private const double Fast = 1000;

    private readonly AudioTimeline _line = new();
    private readonly Random _random = new(1);
    private long _samples;

    [Theory]
    [InlineData(200)]
    [InlineData(-200)]
    public void Take_ClockOffForAnHour_StaysInStepWithoutAClick(double ppm)
    {
        var interval = 1 / (1 + (ppm * 1e-6));
        var (before, last) = (0f, 0f);
        var (real, imaginary, laid, worst, sharpest) = (0.0, 0.0, 0, 0.0, 0.0);
        var seconds = 0.0;
        while (seconds < 3600)
        {
            var heardAt = seconds = _samples * interval / AudioFormat.SampleRate;
            var block = new float[Block];
            Hear(block, heardAt, interval / AudioFormat.SampleRate);
            var samples = _line.Take(block, MediaTime.FromSeconds(heardAt + Late()), out var begin);
            _samples += Block;
            var beat = new Tone(Slow, begin.Seconds, 1.0 / AudioFormat.SampleRate);
            for (var i = 0; i < samples.Length; i++)
            {
                // The slow tone's phase, a period at a time, says when the audio given was heard.
                (real, imaginary) = (real + (samples[i] * beat.Cosine), imaginary + (samples[i] * beat.Sine));
                beat.Advance();
                sharpest = Math.Max(sharpest, laid > 100 ? Math.Abs(samples[i] - (2 * last) + before) : 0);
                (before, last) = (last, samples[i]);
                if (++laid % (int)(AudioFormat.SampleRate / Slow) != 0) continue;
                // In the first ten seconds the first report's jitter is made good.
                if (seconds > 10) worst = Math.Max(worst, Math.Abs(Math.Atan2(real, imaginary) / (2 * Math.PI * Slow)));
                (real, imaginary) = (0, 0);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"worst offset {worst * 1000:0.00} ms, {_line.Reading}");
        Assert.InRange(worst, 0, 0.01);
        Assert.Equal(ppm, _line.Reading!.DriftPpm!.Value, 3.0);
        // The second difference of two sines is bounded by their amplitudes and frequencies; a jump of 1 % would be seen in it.
        Assert.InRange(sharpest, 0, Sharpness() + 0.01);
    }

    [Fact]
    public void Take_OneReportFarOff_IsNotBelieved()
    {
        Assert.Equal(0, Take(0).Seconds);
        Take(0.9);
        Assert.Equal(0.04, Take(0.04).Seconds, 0.001);
    }

    [Fact]
    public void Take_SamplesWereLost_LeavesAHole()
    {
        for (var block = 0; block < 50; block++) Take(block * 0.02);

        var holes = Enumerable.Range(50, 20).Select(block => Take((block * 0.02) + 0.3).Seconds - (block * 0.02)).ToList();

        Assert.Equal(0, holes[0], 0.001);
        Assert.Equal(0.3, holes[^1], 0.001);
        Assert.True(holes.FindIndex(hole => hole > 0.2) <= 10, "A fifth of a second is long enough to be sure.");
    }

    [Fact]
    public void Take_FewSamplesWereLost_IsMadeGoodWithinHalfAMinute()
    {
        for (var block = 0; block < 1000; block++) Take(block * 0.02);
        for (var block = 1000; block < 2500; block++) Take((block * 0.02) + 0.03);

        Assert.InRange(_line.Reading!.OffsetMilliseconds, -1, 1);
    }

    [Theory]
    [InlineData(0.03)]
    [InlineData(-0.03)]
    public void Take_FirstReportIsOff_IsMadeGoodWithinTheFirstSeconds(double off)
    {
        Take(off);
        for (var block = 1; block < 350; block++) Take(block * 0.02);

        Assert.InRange(_line.Reading!.OffsetMilliseconds, -1, 1);
    }

    private MediaTime Take(double heardAt)
    {
        _line.Take(new float[Block], MediaTime.FromSeconds(heardAt), out var begin);
        return begin;
    }

    // Two sines.
    private static void Hear(float[] block, double seconds, double interval)
    {
        Tone slow = new(Slow, seconds, interval), fast = new(Fast, seconds, interval);
        for (var i = 0; i < block.Length; i++)
        {
            block[i] = (float)((0.5 * slow.Sine) + (0.3 * fast.Sine));
            slow.Advance();
            fast.Advance();
        }
    }

    private static double Sharpness() => (0.5 * Square(Slow)) + (0.3 * Square(Fast));

    private static double Square(double frequency) => Math.Pow(2 * Math.PI * frequency / AudioFormat.SampleRate, 2);

    // As a loaded machine does it: 2 ms on average, now and then 50.
    private double Late() => _random.Next(100) == 0 ? 0.05 : -0.002 * Math.Log(1 - _random.NextDouble());

    // Turned sample by sample: asking for an hour's sines one by one takes most of the test's time.
    private struct Tone
    {
        private readonly double _turnSine;
        private readonly double _turnCosine;

        public Tone(double frequency, double seconds, double interval)
        {
            (Sine, Cosine) = Math.SinCos(2 * Math.PI * frequency * seconds);
            (_turnSine, _turnCosine) = Math.SinCos(2 * Math.PI * frequency * interval);
        }

        public double Sine { get; private set; }

        public double Cosine { get; private set; }

        public void Advance() => (Sine, Cosine) = ((Sine * _turnCosine) + (Cosine * _turnSine), (Cosine * _turnCosine) - (Sine * _turnSine));
    }
}
