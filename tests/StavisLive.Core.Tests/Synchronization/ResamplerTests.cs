using StavisLive.Core.Media;
using StavisLive.Core.Synchronization;

namespace StavisLive.Core.Tests.Synchronization;

public sealed class ResamplerTests
{
    private readonly Resampler _resampler = new();

    [Theory]
    [InlineData(440, 1e-4)]
    [InlineData(4_000, 2e-4)]
    [InlineData(9_000, 1e-3)]
    public void Process_PaceThatChanges_ReadsTheIdealSine(double frequency, double tolerance)
    {
        var random = new Random(1);
        for (var block = 0; block < 200; block++)
        {
            var pace = 1 + ((random.NextDouble() - 0.5) * 0.004);
            var place = _resampler.Position;
            var output = _resampler.Process(Sine(frequency, block * 441, 441), pace);
            Assert.InRange(output.Length, block == 0 ? 424 : 439, 443);
            foreach (var sample in output)
            {
                // Before the first sample there was silence, which is no sine.
                if (place > 32) Assert.Equal(Math.Sin(2 * Math.PI * frequency * place / AudioFormat.SampleRate), sample, tolerance);
                place += pace;
            }
            Assert.Equal(place, _resampler.Position, 1e-6);
        }
    }

    [Fact]
    public void Process_EvenPaceAndBlocksOfAnySize_GivesTheInputBack()
    {
        var input = Enumerable.Range(0, 5_000).Select(i => (float)Math.Sin(i * 0.7) * (i % 100) / 100).ToArray();
        var output = new List<float>();
        for (int at = 0, length = 1; at < input.Length; at += length, length = (length * 7 % 401) + 1)
            output.AddRange(_resampler.Process(input.AsSpan(at, Math.Min(length, input.Length - at)), 1));

        Assert.Equal(input.Length - 16, output.Count);
        for (var i = 0; i < output.Count; i++) Assert.Equal(input[i], output[i], 1e-6f);
    }

    private static float[] Sine(double frequency, int begin, int count) =>
        [.. Enumerable.Range(begin, count).Select(i => (float)Math.Sin(2 * Math.PI * frequency * i / AudioFormat.SampleRate))];
}
