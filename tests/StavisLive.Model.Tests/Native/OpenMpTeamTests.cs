using StavisLive.Model.Native;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Native;

public sealed class OpenMpTeamTests
{
    private const int Asked = 8;

    // Whether a thread has done work here before.
    [ThreadStatic]
    private static bool _isKnown;

    [Fact]
    public void For_FewerPiecesThanThreads_DoesEachOnce() => Assert.Equal([1, 1, 1], TimesDone(3));

    [Fact]
    public void For_MorePiecesThanThreads_DoesEachOnce() => Assert.All(TimesDone(1_001), times => Assert.Equal(1, times));

    [Fact]
    public void For_ManyPieces_AreSharedAmongThreads()
    {
        var threads = new int[Asked];
        WithThreads(() => OpenMpTeam.For(Asked, piece => threads[piece] = Environment.CurrentManagedThreadId));

        Assert.Equal(Asked, threads.Distinct().Count());
    }

    [Fact]
    public void For_FewPieces_KeepsTheOtherThreads()
    {
        var known = new bool[Asked];
        WithThreads(() =>
        {
            OpenMpTeam.For(Asked, _ => _isKnown = true);
            OpenMpTeam.For(2, _ => { });
            OpenMpTeam.For(Asked, piece => known[piece] = _isKnown);
        });

        Assert.DoesNotContain(false, known);
    }

    [Fact]
    public void For_WithinAPieceOfItsOwn_DoesEachOnce()
    {
        var done = new int[Asked, Asked];
        WithThreads(() => OpenMpTeam.For(Asked, outer => OpenMpTeam.For(Asked, inner => Interlocked.Increment(ref done[outer, inner]))));

        Assert.All(done.Cast<int>(), times => Assert.Equal(1, times));
    }

    /// <summary>What OpenMP makes of its settings is decided when it is loaded, so this class runs once more in a process of its own.</summary>
    [Theory]
    [InlineData("OMP_DYNAMIC", "true")]
    [InlineData("OMP_THREAD_LIMIT", "3")]
    [InlineData("OMP_THREAD_LIMIT", "1")]
    [InlineData("OMP_NUM_THREADS", "2")]
    [InlineData("OMP_MAX_ACTIVE_LEVELS", "0")]
    public Task For_WhereTheTeamIsSmallerThanAsked_DoesEachOnce(string setting, string value) => OwnProcess.PassesAsync(
        ["*.For_FewerPiecesThanThreads*", "*.For_MorePiecesThanThreads*", "*.For_WithinAPiece*"], (setting, value));

    private static int[] TimesDone(int pieces)
    {
        var done = new int[pieces];
        WithThreads(() => OpenMpTeam.For(pieces, piece => Interlocked.Increment(ref done[piece])));
        return done;
    }

    private static void WithThreads(Action act)
    {
        var threads = get_num_threads();
        try
        {
            set_num_threads(Asked);
            act();
        }
        finally
        {
            set_num_threads(threads);
        }
    }
}
