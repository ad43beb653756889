using StavisLive.Core.Media;
using StavisLive.Media.Sources.Capture;

namespace StavisLive.Media.Tests.Sources.Capture;

public sealed class SampleLineTests
{
    // 10 ms.
    private const int Block = AudioFormat.SampleRate / 100;

    private readonly SampleLine _line = new();

    [Fact]
    public void Place_BeginsLate_IsSilentBefore() =>
        Assert.Equal(new SamplePlace(0, Silence: 3 * AudioFormat.SampleRate), _line.Place(3 * AudioFormat.SampleRate, Block));

    [Fact]
    public void Place_StampsThatWander_IsAGaplessCount()
    {
        var random = new Random(1);

        for (var at = 0L; at < 60 * AudioFormat.SampleRate; at += Block)
        {
            var wander = at == 0 ? 0 : random.Next(-60, 60) * AudioFormat.SampleRate / 1000;
            Assert.Equal(new SamplePlace(at), _line.Place(at + wander, Block));
        }
    }

    [Theory]
    [InlineData(500e-6)]
    [InlineData(-500e-6)]
    public void Place_StampsOfAnotherPace_AreFollowed(double drift)
    {
        var worst = 0L;
        for (var at = 0L; at < 600 * AudioFormat.SampleRate; at += Block)
        {
            var stamp = at + (long)(at * drift);
            var place = _line.Place(stamp, Block);
            worst = Math.Max(worst, Math.Abs(place.First + place.Silence - place.Heard - stamp));
        }

        Assert.InRange(worst, 0.02 * AudioFormat.SampleRate, 0.03 * AudioFormat.SampleRate);
    }

    [Theory]
    [InlineData(0.2, true)]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void Place_Hole_IsSilenceUnlessNobodyKeepsSoundForThatLong(double seconds, bool isFilled)
    {
        _line.Place(0, Block);
        var hole = (int)(seconds * AudioFormat.SampleRate);

        var place = _line.Place(Block + hole, Block);

        Assert.Equal(isFilled ? new SamplePlace(Block, Silence: hole) : new SamplePlace(Block + hole), place);
        Assert.Equal(new SamplePlace((2 * Block) + hole), _line.Place((2 * Block) + hole, Block));
    }

    [Fact]
    public void Place_Overlap_IsLeftOut()
    {
        _line.Place(0, 10 * AudioFormat.SampleRate);

        Assert.Equal(new SamplePlace(10 * AudioFormat.SampleRate, Heard: AudioFormat.SampleRate), _line.Place(9 * AudioFormat.SampleRate, 3 * AudioFormat.SampleRate));
        Assert.Equal(new SamplePlace(12 * AudioFormat.SampleRate), _line.Place(12 * AudioFormat.SampleRate, Block));
    }

    [Fact]
    public void Place_StampsJumpBack_GoesOnWhereTheyReachTheOldTime()
    {
        const int Jump = 3 * AudioFormat.SampleRate / 10;
        const int Millisecond = AudioFormat.SampleRate / 1000;
        for (var at = 0; at < 100 * Block; at += Block) _line.Place(at, Block);
        SamplePlace place = default;
        var (own, stamp) = (0, 0);

        // ffmpeg's Matroska writer lets no stamp come less than a millisecond behind the one before.
        for (var i = 100; i < 200; i++)
        {
            own = (i * Block) - Jump;
            stamp = Math.Max(own, (99 * Block) + ((i - 99) * Millisecond));
            place = _line.Place(stamp, Block);
        }

        Assert.Equal(own, stamp);
        Assert.Equal(0, place.Heard);
        Assert.InRange(place.First - own, -Block, Block);
    }
}
