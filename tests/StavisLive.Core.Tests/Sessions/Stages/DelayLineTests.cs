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

    [Fact]
    public void Late_FrameOfASlotWhoseMapIsThere_IsDoneUntilItIsTaken()
    {
        var line = new DelayLine(8, long.MaxValue);
        line.Add(Frame(0));
        Assert.False(line.Late.IsCompleted);
        Assert.Equal([0], Taken(line, slot: 2));

        line.Add(Frame(3));
        Assert.False(line.Late.IsCompleted);
        Assert.Equal([3], Taken(line, slot: 3));
        line.Add(Frame(3));

        Assert.True(line.Late.IsCompleted);
        Assert.Equal([3], Taken(line, slot: 3));
        Assert.False(line.Late.IsCompleted);
    }

    private static List<long> Taken(DelayLine line, long slot)
    {
        var taken = new List<long>();
        while (line.TryTake(slot, out var frame))
        {
            using (frame) taken.Add(frame.Index);
        }
        return taken;
    }

    private WaitingFrame Frame(long index) => new(index, MediaTime.Zero, 0, index, null, _pool.Rent(), null);
}
