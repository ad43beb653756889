using StavisLive.Core.Media;
using StavisLive.Core.Sessions.Stages;

namespace StavisLive.Core.Tests.Sessions.Stages;

public sealed class DelayLineTests
{
    private readonly FramePool _pool = new(10, 10);

    [Fact]
    public void Add_PicturesTooLargeTogether_TheOldestLeave()
    {
        var line = new DelayLine(8, mostBytes: 700);

        Assert.Equal([0, 0, 1], Enumerable.Range(0, 3).Select(index => line.Add(Frame(index))));

        Assert.True(line.TryTake(slot: 8, out var oldest));
        Assert.Equal(1, oldest.Index);
        oldest.Dispose();
        // What was taken takes no room.
        Assert.Equal(0, line.Add(Frame(3)));
        Assert.Equal(2, line.Clear());
    }

    [Fact]
    public void Add_Full_TheOldestLeaves()
    {
        var line = new DelayLine(2, mostBytes: long.MaxValue);

        Assert.Equal([0, 0, 1], Enumerable.Range(0, 3).Select(index => line.Add(Frame(index))));

        Assert.Equal(2, line.Clear());
    }

    private WaitingFrame Frame(long index) => new(index, MediaTime.Zero, 0, index, null, _pool.Rent(), null);
}
