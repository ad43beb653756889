using System.Runtime.CompilerServices;
using StavisLive.Core.Media;

namespace StavisLive.Core.Tests.Media;

public sealed class FramePoolTests
{
    [Fact]
    public void Rent_ReturnedFrame_IsLentAgain()
    {
        var pool = new FramePool(16, 16);
        var first = pool.Rent();
        first.Dispose();

        using var second = pool.Rent();

        Assert.Same(first, second);
    }

    [Fact]
    public void Rent_LargePicturesReturned_FewerAreKept()
    {
        // Of 8K, four times the size that all of them are kept of: never written to, they take no memory.
        var pool = new FramePool(7680, 4320);
        var lent = Enumerable.Range(0, 10).Select(_ => pool.Rent()).ToArray();
        foreach (var frame in lent) frame.Dispose();

        var again = Enumerable.Range(0, 10).Select(_ => pool.Rent()).ToArray();

        Assert.Equal(8, again.Intersect(lent).Count());
    }

    [Fact]
    public void Rent_ManyAtOnceOnceOnly_ThoseAreNotKeptForEver()
    {
        var pool = new FramePool(16, 16);
        var rush = Lend(pool, 32);
        foreach (var frame in rush) frame.Dispose();

        // Minutes of a stream that uses three.
        for (var round = 0; round < 2_000; round++)
        {
            foreach (var frame in Lend(pool, 3)) frame.Dispose();
        }

        Assert.Equal(3, Lend(pool, 32).Intersect(rush).Count());
    }

    [Fact]
    public void Rent_ManyAtOnceNowAndThen_AreKept()
    {
        var pool = new FramePool(16, 16);
        var rush = Lend(pool, 32);
        foreach (var frame in rush) frame.Dispose();

        for (var round = 0; round < 2_000; round++)
        {
            foreach (var frame in Lend(pool, round % 100 == 0 ? 32 : 3)) frame.Dispose();
        }

        Assert.Equal(32, Lend(pool, 32).Intersect(rush).Count());
    }

    [Fact]
    public async Task Rent_PoolNoLongerUsed_LeavesNothingBehindOnTheThreadsThatUsedIt()
    {
        // Sizes that alternate, reconnects and reloads each leave pools behind, while the pool threads live on.
        var abandoned = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => Task.Run(() => UseOnce(16 + number))));

#pragma warning disable RS0030 // The test is about what the collector may take.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
#pragma warning restore RS0030

        Assert.DoesNotContain(abandoned, reference => reference.IsAlive);
    }

    private static VideoFrame[] Lend(FramePool pool, int count) => [.. Enumerable.Range(0, count).Select(_ => pool.Rent())];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference UseOnce(int side)
    {
        var frame = new FramePool(side, side).Rent();
        frame.Dispose();
        return new WeakReference(frame);
    }
}
