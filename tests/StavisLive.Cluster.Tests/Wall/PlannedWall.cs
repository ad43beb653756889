using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Wall;

namespace StavisLive.Cluster.Tests.Wall;

/// <summary>A wall's plans without a cluster: nodes that say what they are told to say, and a clock that is set by hand.</summary>
internal sealed class PlannedWall : ISiloStatusOracle
{
    private readonly Dictionary<string, SiloStatus> _silos = [];
    private readonly Dictionary<string, NodeReport> _nodes = [];
    private readonly Mishaps _mishaps;
    private readonly StreamActions _actions = new(64, (_, _) => { });

    public PlannedWall()
    {
        _mishaps = new Mishaps(Time);
        Board = new NodeBoard(this, Time);
        View = new WallView(Wanted, Placements, Board, _mishaps);
        Planner = new WallPlanner(Wanted, Placements, Board, View, _mishaps, _actions, Time, NullLogger.Instance);
    }

    /// <summary>The clock.</summary>
    public FakeTimeProvider Time { get; } = new();

    /// <summary>What is wanted.</summary>
    public WantedStreams Wanted { get; } = new(new Kept<WantedState>());

    /// <summary>What was ordered.</summary>
    public Placements Placements { get; } = new(new Kept<PlacedState>());

    /// <summary>What nodes report.</summary>
    public NodeBoard Board { get; }

    /// <summary>What it tells others.</summary>
    public WallView View { get; }

    /// <summary>Who plans.</summary>
    public WallPlanner Planner { get; }

    SiloAddress ISiloStatusOracle.SiloAddress => throw new NotSupportedException();

    string ISiloStatusOracle.SiloName => throw new NotSupportedException();

    SiloStatus ISiloStatusOracle.CurrentStatus => throw new NotSupportedException();

    /// <summary>Address of a node's run.</summary>
    public static string SiloOf(int node) => $"127.0.0.1:{node}@1";

    /// <summary>A node joins, and reports.</summary>
    /// <param name="node">Its number; its name is n and that.</param>
    /// <param name="labels">Its labels.</param>
    public void Join(int node, params string[] labels)
    {
        _silos[SiloOf(node)] = SiloStatus.Active;
        _nodes[$"n{node}"] = new NodeReport { Name = $"n{node}", Silo = SiloOf(node), Address = $"http://n{node}:7000/", Capacity = 100, SeesStore = true, Labels = labels };
        Board.Note(_nodes[$"n{node}"]);
    }

    /// <summary>A node's server is at another address from now on.</summary>
    public void Move(int node, string address) => Board.Note(_nodes[$"n{node}"] = _nodes[$"n{node}"] with { Address = address });

    /// <summary>A node has no word from Redis any more.</summary>
    public void LoseStore(int node) => _nodes[$"n{node}"] = _nodes[$"n{node}"] with { SeesStore = false };

    /// <summary>A node gives so many maps per second; 0: it is not ready.</summary>
    public void SetCapacity(int node, double capacity) => Board.Note(_nodes[$"n{node}"] = _nodes[$"n{node}"] with { Capacity = capacity });

    /// <summary>A node computes on CUDA from now on, or no more.</summary>
    public void SetCuda(int node, bool hasCuda) => Board.Note(_nodes[$"n{node}"] = _nodes[$"n{node}"] with { HasCuda = hasCuda });

    /// <summary>A node joins, of which nothing is heard yet.</summary>
    public void JoinUnheard(int node) => _silos[SiloOf(node)] = SiloStatus.Active;

    /// <summary>A node dies, and all others know.</summary>
    public void Die(int node)
    {
        _silos[SiloOf(node)] = SiloStatus.Dead;
        _nodes.Remove($"n{node}");
        Board.ForgetGone();
    }

    /// <summary>A node isn't heard any more.</summary>
    public void Silence(int node) => _nodes.Remove($"n{node}");

    /// <summary>Time passes, and the nodes report twice a second that their streams run.</summary>
    /// <param name="seconds">How long.</param>
    /// <param name="except">A stream that its node does not tell of.</param>
    /// <param name="before">A stream that runs as it was before its last change.</param>
    public void Pass(double seconds, string? except = null, string? before = null)
    {
        for (var left = seconds; left > 0; left -= 0.5)
        {
            Time.Advance(TimeSpan.FromSeconds(0.5));
            foreach (var node in _nodes.Values)
            {
                Board.Note(node with
                {
                    Streams = [.. from placed in Placements.All
                                  where placed.Value.Silo == node.Silo && placed.Value.End is null && placed.Key != except
                                  select new StreamReport(placed.Key, 1, placed.Value.Version - (placed.Key == before ? 1 : 0), "live", IsOver: false, null, 25, 25)],
                });
            }
        }
        Board.ForgetGone();
    }

    /// <summary>A stream has come to an end by itself, and its node tells.</summary>
    public void Report(string stream, string state, string? reason = null)
    {
        var placed = Placements.Find(stream)!;
        Board.Note(_nodes[placed.Node] with { Streams = [new StreamReport(stream, 1, placed.Version, state, IsOver: true, reason, 0, 0)] });
    }

    /// <summary>Makes these the streams that are wanted.</summary>
    public Task WantAsync(params WantedStream[] streams) => Wanted.ApplyAsync(streams);

    /// <summary>A stream of a name that asks nothing of its node.</summary>
    public static WantedStream Stream(string name, string config = "{}") => new() { Name = name, Config = config };

    /// <summary>Plans, and takes it as done at once.</summary>
    /// <returns>What was planned, in words.</returns>
    public IReadOnlyList<string> Next()
    {
        var steps = Planner.Next();
        foreach (var step in steps)
        {
            switch (step)
            {
                case StreamStep.Run:
                    Planner.NoteOrdered(step.Name);
                    break;
                case StreamStep.Move move:
                    Placements.Set(move.Name, new PlacedStream(move.Node, move.Silo, move.Stream.Version, 1));
                    Planner.NoteOrdered(step.Name);
                    break;
                default:
                    Planner.Forget(step.Name);
                    break;
            }
        }
        return [.. steps.Select(Words).Order(StringComparer.Ordinal)];
    }

    /// <summary>Something with a stream is under way until the task is done.</summary>
    public void Busy(string stream, Task until) => _actions.Begin(stream, () => until);

    SiloStatus ISiloStatusOracle.GetApproximateSiloStatus(SiloAddress siloAddress) => _silos.GetValueOrDefault(siloAddress.ToParsableString(), SiloStatus.None);

    Dictionary<SiloAddress, SiloStatus> ISiloStatusOracle.GetApproximateSiloStatuses(bool onlyActive) =>
        _silos.Where(silo => !onlyActive || silo.Value == SiloStatus.Active).ToDictionary(silo => SiloAddress.FromParsableString(silo.Key), silo => silo.Value);

    SiloAddress[] ISiloStatusOracle.GetActiveSilos() => throw new NotSupportedException();

    bool ISiloStatusOracle.TryGetSiloName(SiloAddress siloAddress, out string siloName) => throw new NotSupportedException();

    bool ISiloStatusOracle.IsFunctionalDirectory(SiloAddress siloAddress) => throw new NotSupportedException();

    bool ISiloStatusOracle.IsDeadSilo(SiloAddress silo) => _silos.GetValueOrDefault(silo.ToParsableString()) == SiloStatus.Dead;

    bool ISiloStatusOracle.SubscribeToSiloStatusEvents(ISiloStatusListener observer) => throw new NotSupportedException();

    bool ISiloStatusOracle.UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer) => throw new NotSupportedException();

    private static string Words(StreamStep step) => step switch
    {
        StreamStep.Run run => $"run {run.Name} on {run.Node}",
        StreamStep.Move move => $"move {move.Name} to {move.Node}",
        _ => $"stop {step.Name}",
    };

    private sealed class Kept<T> : IPersistentState<T>
        where T : new()
    {
        public T State { get; set; } = new();

        public string? Etag => null;

        public bool RecordExists => true;

        public Task ClearStateAsync() => Task.CompletedTask;

        public Task WriteStateAsync() => Task.CompletedTask;

        public Task ReadStateAsync() => Task.CompletedTask;
    }
}
