using StavisLive.Model.Native;

namespace StavisLive.Model.Tests.Native;

public sealed class OneDnnCachesTests
{
    private const int Before = 1000;

    // Sizes, cores that share each, number of caches.
    private static readonly uint[] Misled = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 3];

    [Fact]
    public void EnsureLoaded_HiddenCaches_OneDnnIsPutRight()
    {
        Assert.SkipUnless(OneDnnCaches.AreHidden, "This machine's processor tells of its caches.");

        Assert.True(TorchRuntime.IsOneDnnSound);
        Assert.False(OneDnnCaches.TryCorrect());
    }

    [Fact]
    public void TryCorrect_MisledNote_ChangesTheSizesOnly()
    {
        var memory = MemoryWith(Misled);

        Assert.True(OneDnnCaches.TryCorrect(memory));

        Assert.All(memory[Before..(Before + 3)], size => Assert.InRange(size, 8u * 1024, 64u * 1024 * 1024));
        Misled[..3].CopyTo(memory, Before);
        Assert.Equal(MemoryWith(Misled), memory);
    }

    [Theory]
    [InlineData(0, 32768)]
    [InlineData(10, 2)]
    [InlineData(20, 0)]
    public void TryCorrect_OtherNote_LeavesItAlone(int place, uint value)
    {
        uint[] note = [.. Misled];
        note[place] = value;
        var memory = MemoryWith(note);

        Assert.False(OneDnnCaches.TryCorrect(memory));
        Assert.Equal(MemoryWith(note), memory);
    }

    private static uint[] MemoryWith(uint[] note) => [.. Enumerable.Range(0, Before).Select(value => (uint)value % 2), .. note, 1, 1, 0];
}
