using StavisLive.Core.Inference;

namespace StavisLive.Core.Tests.Inference;

public sealed class FairOrderTests
{
    [Fact]
    public void Take_EqualPriorities_TakesTurnsOneAfterTheOther() =>
        Assert.Equal("ABCABCABC", Turns(9, 1, 1, 1));

    [Fact]
    public void Take_Priorities_GiveStepsInProportion()
    {
        var turns = Turns(600, 3, 2, 1);

        Assert.Equal((300, 200, 100), (turns.Count(turn => turn == 'A'), turns.Count(turn => turn == 'B'), turns.Count(turn => turn == 'C')));
    }

    [Fact]
    public void Take_Priorities_StarveNobody()
    {
        var turns = Turns(1000, 10, 10, 1);

        // Its share is every 21st turn.
        var waits = turns.Split('C').Select(wait => wait.Length);
        Assert.InRange(waits.Max(), 1, 22);
    }

    [Fact]
    public void Take_TurnsThatWeighMore_ComeSooner()
    {
        var order = new FairOrder();
        var (still, moving) = (order.Join(1), order.Join(1));
        var turns = new int[2];
        for (var turn = 0; turn < 100; turn++)
        {
            var isMoving = order.IsBefore(moving, still);
            order.Take(isMoving ? moving : still, isMoving ? 4 : 1);
            turns[isMoving ? 1 : 0]++;
        }

        Assert.Equal([20, 80], turns);
    }

    [Fact]
    public void Take_WhoHadNothingToDo_GetsNoMoreThanOneTurnForIt()
    {
        var order = new FairOrder();
        var (busy, idle) = (order.Join(1), order.Join(1));
        for (var turn = 0; turn < 100; turn++) order.Take(busy);

        var turns = Enumerable.Range(0, 6).Select(_ => Next(order, busy, idle) == 0 ? 'A' : 'B').ToArray();

        Assert.InRange(turns.Count(turn => turn == 'B'), 3, 4);
    }

    [Fact]
    public void Join_LaterThanOthers_NeitherCatchesUpNorWaits()
    {
        var order = new FairOrder();
        var first = order.Join(1);
        for (var turn = 0; turn < 100; turn++) order.Take(first);
        var second = order.Join(1);

        Assert.Equal([1, 0, 1, 0], Enumerable.Range(0, 4).Select(_ => Next(order, first, second)));
    }

    private static string Turns(int count, params int[] priorities)
    {
        var order = new FairOrder();
        var places = priorities.Select(order.Join).ToArray();
        return new string([.. Enumerable.Range(0, count).Select(_ => (char)('A' + Next(order, places)))]);
    }

    private static int Next(FairOrder order, params FairOrder.Place[] places)
    {
        var first = 0;
        for (var index = 1; index < places.Length; index++)
        {
            if (order.IsBefore(places[index], places[first])) first = index;
        }
        order.Take(places[first]);
        return first;
    }
}
