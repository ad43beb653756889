using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Tests.Windowing;

public class SlotGridTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(19, 0)]
    [InlineData(20, 1)] // halfway: up
    [InlineData(59, 1)]
    [InlineData(580, 15)] // 14.5, which 0.58 * 25 misses by its last bit
    [InlineData(-30, -1)]
    public void SlotOf_TwentyFive_RoundsHalvesUp(long milliseconds, long slot) =>
        Assert.Equal(slot, new SlotGrid(MediaTime.Zero, 25).SlotOf(MediaTime.FromMilliseconds(milliseconds)));

    [Fact]
    public void SlotOf_CountsFromTheOrigin() =>
        Assert.Equal(3, new SlotGrid(MediaTime.FromMilliseconds(1000), 25).SlotOf(MediaTime.FromMilliseconds(1120)));

    [Fact]
    public void SlotOf_NtscRateRoundedToMilliseconds_GivesEveryFrameItsSlotForTenHours()
    {
        const double fps = 30000.0 / 1001;
        var grid = new SlotGrid(MediaTime.Zero, fps);

        for (var frame = 0L; frame < 10 * 3600 * 30; frame += 997)
        {
            var milliseconds = (long)Math.Round(frame * 1001 / 30.0);
            Assert.Equal(frame, grid.SlotOf(MediaTime.FromMilliseconds(milliseconds)));
        }
    }

    [Theory]
    [InlineData(24, 24)]
    [InlineData(29.97, 29.97)]
    [InlineData(20, 20)]
    [InlineData(30, 30)]
    [InlineData(30.0000003, 30)] // 33,333,333 ns a frame
    [InlineData(30.00002, 30)]
    [InlineData(30.31, 25)]
    [InlineData(19.9999, 20)]
    [InlineData(19.7, 25)]
    [InlineData(60, 25)]
    [InlineData(15, 25)]
    [InlineData(0, 25)]
    public void DefaultFps_KeepsWhatTheNetworkLearnedOn(double source, double expected) => Assert.Equal(expected, SlotGrid.DefaultFps(source));

    [Theory]
    [InlineData(9.99)]
    [InlineData(30.01)]
    [InlineData(double.NaN)]
    public void Constructor_RateOutOfRange_Throws(double fps) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlotGrid(MediaTime.Zero, fps));
}
