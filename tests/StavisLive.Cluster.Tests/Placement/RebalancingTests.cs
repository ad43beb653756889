using CsCheck;
using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Placement;

namespace StavisLive.Cluster.Tests.Placement;

public class RebalancingTests
{
    private const double Capacity = 250;

    [Fact]
    public void Next_NodeThatJoined_GetsAsFewAsMakeThemAlike()
    {
        var nodes = Enumerable.Range(0, 8).Select(_ => 8).Append(0).ToArray();

        var moves = Settle(nodes);

        // 64 streams on nine nodes are seven each, and one to spare: eight nodes give one each, of which the last is not worth it.
        Assert.InRange(moves, 5, 7);
        Assert.InRange(nodes.Max() - nodes.Min(), 0, 2);
    }

    [Fact]
    public void Next_NodesAlikeOrWithRoom_MovesNothing()
    {
        Assert.Empty(Rebalancing.Next([Node("0", 8), Node("1", 7)], Streams([8, 7]), most: 10));
        Assert.Empty(Rebalancing.Next([Node("0", 4), Node("1", 0)], Streams([4, 0]), most: 10));
        Assert.Empty(Rebalancing.Next([Node("0", 10)], Streams([10]), most: 10));
    }

    [Fact]
    public void Next_StreamsThatFitNowhereElse_StayWhereTheyAre()
    {
        var bound = new[] { 0 }.ToLookup(_ => "0", _ => new StreamNeed(new WantedStream { Name = "s", Config = "", Nodes = ["0"] }, StreamNeed.Usual));

        Assert.Empty(Rebalancing.Next([Node("0", 9), Node("1", 0)], bound, most: 10));
    }

    [Fact]
    public void Next_AnyStart_ComesToRestAndNeverSendsBack() => Gen.Int[0, 12].Array[2, 6].Sample(start =>
    {
        int[] streams = [.. start];
        // Every stream that moves goes from a fuller node to an emptier one: so many moves are enough for any start.
        Assert.InRange(Settle(streams), 0, start.Sum());
        Assert.Equal(start.Sum(), streams.Sum());
    });

    // Moves until there is nothing to move.
    private static int Settle(int[] streams)
    {
        for (var moved = 0; ; moved++)
        {
            Assert.True(moved <= 1000, "It does not come to rest.");
            if (Rebalancing.Next(streams.Select((count, index) => Node($"{index}", count)), Streams(streams), most: 1) is not [var move]) return moved;
            var (from, to) = (int.Parse(move.Stream.Split('.')[0]), int.Parse(move.Node));
            Assert.True(streams[from] > streams[to]);
            streams[from]--;
            streams[to]++;
        }
    }

    private static NodeRoom Node(string name, int streams) => new(name, Capacity, streams * StreamNeed.Usual, HasCuda: false, []);

    private static ILookup<string, StreamNeed> Streams(IReadOnlyList<int> nodes) => nodes
        .SelectMany((count, node) => Enumerable.Range(0, count).Select(number => (Node: $"{node}", Need: new StreamNeed(new WantedStream { Name = $"{node}.{number}", Config = "" }, StreamNeed.Usual))))
        .ToLookup(stream => stream.Node, stream => stream.Need);
}
