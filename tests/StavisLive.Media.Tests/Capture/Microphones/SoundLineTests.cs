using StavisLive.Core.Media;
using StavisLive.Media.Capture.Microphones;

namespace StavisLive.Media.Tests.Capture.Microphones;

public sealed class SoundLineTests
{
    // Whole ticks for a sample and for a millisecond.
    private const long TicksPerSecond = AudioFormat.SampleRate * 1000L;
    private const long Millisecond = TicksPerSecond / 1000;
    private const int Block = 441;
    private const long BlockTicks = Block * 1000L;

    private readonly SoundLine _line = new(TicksPerSecond);

    [Fact]
    public void Place_ReportsThatJitter_AreCountedOver()
    {
        var jitter = new Random(1);

        for (var block = 0; block < 500; block++)
        {
            var late = block == 0 ? 0 : jitter.NextInt64(-15, 16) * Millisecond;
            Assert.Equal(block * BlockTicks, _line.Place((block * BlockTicks) + late, Block));
        }
    }

    [Fact]
    public void Place_OneReportFarOff_IsNotBelieved()
    {
        Assert.Equal(0, _line.Place(0, Block));
        Assert.Equal(BlockTicks, _line.Place(BlockTicks + (900 * Millisecond), Block));
        Assert.Equal(2 * BlockTicks, _line.Place(2 * BlockTicks, Block));
    }

    [Fact]
    public void Place_SamplesWereLost_LeavesAHole()
    {
        const long Lost = 300 * Millisecond;
        for (var block = 0; block < 50; block++) _line.Place(block * BlockTicks, Block);

        var places = Enumerable.Range(50, 20).Select(block => _line.Place((block * BlockTicks) + Lost, Block) - (block * BlockTicks)).ToList();

        Assert.Equal(0, places[0]);
        Assert.Equal(Lost, places[^1]);
        Assert.True(places.IndexOf(Lost) <= 10, "A fifth of a second is long enough to be sure.");
    }

    [Fact]
    public void Place_ClockOfTheDeviceRunsSlow_StaysWithinTheTolerance()
    {
        // Half a percent, a hundred times what sound cards are off by, for a minute.
        for (var block = 0; block < 3000; block++)
        {
            var heardAt = (long)(block * BlockTicks * 1.005);
            Assert.InRange(_line.Place(heardAt, Block) - heardAt, -45 * Millisecond, 45 * Millisecond);
        }
    }
}
