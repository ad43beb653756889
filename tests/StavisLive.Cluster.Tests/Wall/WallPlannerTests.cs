using static StavisLive.Cluster.Tests.Wall.PlannedWall;

namespace StavisLive.Cluster.Tests.Wall;

public class WallPlannerTests
{
    private readonly PlannedWall _wall = new();

    [Fact]
    public async Task Next_NewStreams_RunWhereMostIsLeft()
    {
        _wall.Join(1);
        _wall.Join(2);
        await _wall.WantAsync(Stream("a"), Stream("b"));

        Assert.Equal(["run a on n1", "run b on n2"], _wall.Next());
        _wall.Pass(10);
        Assert.Empty(_wall.Next());
    }

    [Fact]
    public async Task Next_NodesThatWereNotHeardYet_AreWaitedForABit()
    {
        _wall.Join(1);
        _wall.JoinUnheard(2);
        await _wall.WantAsync(Stream("a"));

        Assert.Empty(_wall.Next());
        _wall.Pass(2.5);
        Assert.Equal(["run a on n1"], _wall.Next());
    }

    [Fact]
    public async Task Next_NodeThatIsDead_ItsStreamsRunElsewhereAtOnce()
    {
        await RunsOnAsync(1, "a", "b");
        _wall.Join(2);

        _wall.Die(1);

        Assert.Equal(["run a on n2", "run b on n2"], _wall.Next());
    }

    [Fact]
    public async Task Next_NodeThatIsSilent_NothingUntilItsLeaseIsOver()
    {
        await RunsOnAsync(1, "a");
        _wall.Join(2);
        _wall.Silence(1);

        _wall.Pass(5.5);
        Assert.Empty(_wall.Next());
        _wall.Pass(1);
        Assert.Equal(["run a on n2"], _wall.Next());
    }

    [Fact]
    public async Task Next_NodeWithoutRedis_GetsNothingNewAndKeepsWhatRunsThere()
    {
        await RunsOnAsync(1, "a");
        _wall.LoseStore(1);
        _wall.Pass(1);

        await _wall.WantAsync(Stream("a"), Stream("b"));
        Assert.Empty(_wall.Next());
        Assert.Equal("No node may run it: n1 does not reach Redis.", _wall.View.StatusOf(_wall.Wanted.Find("b")!).Reason);

        _wall.Join(2);
        Assert.Equal(["run b on n2"], _wall.Next());
        // Neither does balance move anything from there.
        for (var rounds = 0; rounds < 20; rounds++)
        {
            _wall.Pass(6);
            Assert.Empty(_wall.Next());
        }
    }

    [Fact]
    public async Task Next_StreamThatNeverBeganOnANodeWithoutRedis_RunsElsewhere()
    {
        await RunsOnAsync(1, "a", "b");
        _wall.Join(2);
        _wall.LoseStore(1);

        _wall.Pass(4, except: "a");

        Assert.Equal(["move a to n2"], _wall.Next());
    }

    [Fact]
    public async Task Next_NodeThatIsNotReady_GetsNothingUntilItIs()
    {
        _wall.Join(1);
        _wall.SetCapacity(1, 0);
        await _wall.WantAsync(Stream("a"));

        Assert.Empty(_wall.Next());
        Assert.Equal("No node may run it: n1 is not ready yet.", _wall.View.StatusOf(_wall.Wanted.Find("a")!).Reason);
        Assert.Equal("starting", _wall.View.StatusOf(_wall.Board.Find("n1")!).State);

        _wall.SetCapacity(1, 100);
        Assert.Equal(["run a on n1"], _wall.Next());
        Assert.Equal("up", _wall.View.StatusOf(_wall.Board.Find("n1")!).State);
    }

    [Fact]
    public async Task Next_NodeThatHasLostItsCuda_StreamsThatNeedItGoWhereItIs()
    {
        _wall.Join(1);
        _wall.SetCuda(1, true);
        await _wall.WantAsync(Stream("a") with { OnCuda = true }, Stream("b"));
        Assert.Equal(["run a on n1", "run b on n1"], _wall.Next());
        _wall.Pass(1);

        _wall.SetCuda(1, false);
        Assert.Empty(_wall.Next());
        _wall.Join(2);
        _wall.SetCuda(2, true);

        Assert.Equal(["move a to n2"], _wall.Next());
    }

    [Fact]
    public async Task HasTaker_NodeThatIsNotReady_IsWaitedFor()
    {
        await RunsOnAsync(1, "a");
        _wall.Placements.Drain(SiloOf(1));
        Assert.False(_wall.Planner.HasTaker(SiloOf(1)));

        _wall.Join(2);
        _wall.SetCapacity(2, 0);

        Assert.True(_wall.Planner.HasTaker(SiloOf(1)));
        Assert.Empty(_wall.Next());
    }

    [Fact]
    public async Task Note_NodeThatIsDeadAndDoesNotKnow_IsNotTakenBack()
    {
        await RunsOnAsync(1, "a");
        var report = _wall.Board.Find("n1")!.Report;
        _wall.Die(1);

        Assert.False(_wall.Board.Note(report));
        Assert.Empty(_wall.Board.Nodes);
        Assert.True(_wall.Board.IsDead(report.Silo));
    }

    [Fact]
    public async Task Next_ChangedStream_RunsAnewOnItsNode()
    {
        await RunsOnAsync(1, "a");
        _wall.Join(2);

        await _wall.WantAsync(Stream("a", """{ "changed": true }"""));

        Assert.Equal(["run a on n1"], _wall.Next());
    }

    [Fact]
    public async Task Next_StreamThatIsWantedNoMore_IsStopped()
    {
        await RunsOnAsync(1, "a", "b");

        await _wall.WantAsync(Stream("b"));

        Assert.Equal(["stop a"], _wall.Next());
        Assert.Null(_wall.Placements.Find("a"));
    }

    [Fact]
    public async Task Next_StreamThatIsWantedNoMoreOnADeadNode_IsForgotten()
    {
        await RunsOnAsync(1, "a");

        await _wall.WantAsync();
        _wall.Die(1);

        Assert.Empty(_wall.Next());
        Assert.Null(_wall.Placements.Find("a"));
    }

    [Fact]
    public async Task Next_PausedAndResumed_StopsAndRuns()
    {
        await RunsOnAsync(1, "a");

        await _wall.Wanted.PauseAsync("a", isPaused: true, _wall.Time.GetUtcNow());
        Assert.Equal(["stop a"], _wall.Next());
        Assert.Empty(_wall.Next());
        await _wall.Wanted.PauseAsync("a", isPaused: false, _wall.Time.GetUtcNow());
        Assert.Equal(["run a on n1"], _wall.Next());
    }

    [Fact]
    public async Task Next_MoveThatWasAsked_ComesOnceNothingElseIsDoneWithIt()
    {
        await RunsOnAsync(1, "a");
        _wall.Join(2);
        var under = new TaskCompletionSource();
        _wall.Busy("a", under.Task);
        _wall.Planner.Ask("a", "n2");

        Assert.Empty(_wall.Next());
        under.SetResult();
        Assert.True(SpinWait.SpinUntil(() => _wall.Next() is ["move a to n2"], TimeSpan.FromSeconds(30)));
        Assert.False(_wall.Planner.TakeBack("a"));
    }

    [Fact]
    public async Task Next_DrainedNode_StreamsGoWhereTheyMayAndOthersStay()
    {
        _wall.Join(1, "site");
        await _wall.WantAsync(Stream("a"), Stream("bound") with { Labels = ["site"] });
        _wall.Next();
        _wall.Pass(1);
        _wall.Join(2);

        _wall.Placements.Drain(SiloOf(1));

        Assert.Equal(["move a to n2"], _wall.Next());
        _wall.Pass(10);
        Assert.Empty(_wall.Next());
        Assert.Equal("n1", _wall.Placements.Find("bound")!.Node);
    }

    [Fact]
    public async Task Next_StreamThatFailed_RestsAndIsTriedElsewhere()
    {
        await RunsOnAsync(1, "a");
        _wall.Join(2);

        _wall.Report("a", "failed", "No such camera.");

        Assert.Empty(_wall.Next());
        _wall.Pass(4);
        Assert.Empty(_wall.Next());
        _wall.Pass(1.5);
        Assert.Equal(["run a on n2"], _wall.Next());
    }

    [Fact]
    public async Task Next_StreamThatFailsAgainAndAgain_RestsLongerUntilItHasRunForLongerThanThat()
    {
        await RunsOnAsync(1, "a");
        FailsAndRests(seconds: 5);
        FailsAndRests(seconds: 10);

        _wall.Pass(11);
        Assert.Empty(_wall.Next());

        FailsAndRests(seconds: 5);
    }

    [Fact]
    public async Task Next_StreamThatEnded_StaysEndedUntilItIsChanged()
    {
        await RunsOnAsync(1, "a");

        _wall.Report("a", "ended");
        Assert.Empty(_wall.Next());
        _wall.Pass(60);
        Assert.Empty(_wall.Next());
        Assert.Equal("ended", _wall.Placements.Find("a")!.End);
        _wall.Die(1);
        _wall.Join(2);
        Assert.Empty(_wall.Next());

        await _wall.WantAsync(Stream("a", """{ "changed": true }"""));
        Assert.Equal(["run a on n2"], _wall.Next());
    }

    [Fact]
    public async Task Next_NodeThatTellsOfAStreamAsItWasBefore_GetsItsOrderAgain()
    {
        await RunsOnAsync(1, "a");
        await _wall.WantAsync(Stream("a", """{ "changed": true }"""));
        Assert.Equal(["run a on n1"], _wall.Next());

        _wall.Pass(2, before: "a");
        Assert.Empty(_wall.Next());
        _wall.Pass(2, before: "a");
        Assert.Equal(["run a on n1"], _wall.Next());
        _wall.Pass(10);
        Assert.Empty(_wall.Next());
    }

    [Fact]
    public async Task HasTaker_DrainedNode_WhileSomethingMayGoOrIsUnderWay()
    {
        _wall.Join(1, "site");
        await _wall.WantAsync(Stream("a"), Stream("bound") with { Labels = ["site"] });
        _wall.Next();
        _wall.Pass(1);
        _wall.Placements.Drain(SiloOf(1));

        Assert.False(_wall.Planner.HasTaker(SiloOf(1)));
        _wall.Join(2);
        Assert.True(_wall.Planner.HasTaker(SiloOf(1)));
        Assert.Equal(["move a to n2"], _wall.Next());
        Assert.False(_wall.Planner.HasTaker(SiloOf(1)));
        var under = new TaskCompletionSource();
        _wall.Busy("bound", under.Task);
        Assert.True(_wall.Planner.HasTaker(SiloOf(1)));
        under.SetResult();
    }

    [Fact]
    public async Task Next_NodeThatDoesNotTellOfAStream_GetsItsOrderAgain()
    {
        await RunsOnAsync(1, "a");

        _wall.Pass(2, except: "a");
        Assert.Empty(_wall.Next());
        _wall.Pass(2, except: "a");
        Assert.Equal(["run a on n1"], _wall.Next());
    }

    [Fact]
    public async Task Next_NodeThatJoins_GetsAFewAfterAWhileAndThenAllRest()
    {
        await RunsOnAsync(1, "a", "b", "c", "d");
        _wall.Join(2);

        _wall.Pass(20);
        Assert.Empty(_wall.Next());
        _wall.Pass(15);
        Assert.Single(_wall.Next(), step => step.EndsWith("to n2", StringComparison.Ordinal));
        for (var rounds = 0; rounds < 20; rounds++)
        {
            _wall.Pass(6);
            _wall.Next();
        }
        Assert.Equal(2, _wall.Placements.All.Count(placed => placed.Value.Node == "n2"));
    }

    // It begins again after so many seconds, and runs for one.
    private void FailsAndRests(double seconds)
    {
        _wall.Report("a", "failed", "No such camera.");
        Assert.Empty(_wall.Next());
        _wall.Pass(seconds - 0.5);
        Assert.Empty(_wall.Next());
        _wall.Pass(1);
        Assert.Equal(["run a on n1"], _wall.Next());
        _wall.Pass(1);
        Assert.Empty(_wall.Next());
    }

    // Streams that have run on a node for a second.
    private async Task RunsOnAsync(int node, params string[] streams)
    {
        _wall.Join(node);
        await _wall.WantAsync([.. streams.Select(name => Stream(name))]);
        _wall.Next();
        _wall.Pass(1);
    }
}
