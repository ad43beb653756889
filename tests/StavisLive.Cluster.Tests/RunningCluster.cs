using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Cluster.Client;
using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Control;
using StavisLive.Cluster.Sources;
using StavisLive.Core.Configuration;
using StavisLive.Testing;

namespace StavisLive.Cluster.Tests;

/// <summary>A Redis, nodes with stand-in streams, and somebody who tells them what to run. Disposing ends all of it.</summary>
internal sealed class RunningCluster : IAsyncDisposable
{
    private const double UsualCapacity = 1000;

    private readonly Dictionary<string, StandInNode> _nodes = [];
    private readonly string _wall = Path.GetTempFileName();
    private readonly StringBuilder _endedSaid = new();
    private readonly ClusterConfig _config;
    private ClusterClient? _client;

    private RunningCluster(RedisServer redis, ClusterConfig config) => (Redis, _config) = (redis, config);

    /// <summary>Its Redis.</summary>
    public RedisServer Redis { get; }

    /// <summary>When each stream ran.</summary>
    public RunJournal Journal { get; } = new();

    /// <summary>Its nodes that are under way, by name.</summary>
    public IReadOnlyDictionary<string, StandInNode> Nodes => _nodes;

    /// <summary>Starts one with so many nodes, called n1, n2, ..., each of which gives 1000 maps per second.</summary>
    public static Task<RunningCluster> StartAsync(int nodes) => StartAsync(nodes, redis => new ClusterConfig { Address = redis.Address });

    /// <summary>The same, with something said to all of its nodes, or its Redis.</summary>
    public static Task<RunningCluster> StartAsync(int nodes, Func<RedisServer, ClusterConfig> config, params string[] redisOptions) => StartAsync(cluster =>
    {
        for (var number = 1; number <= nodes; number++) cluster.Add($"n{number}");
    }, config, redisOptions);

    /// <summary>The same with those nodes that are added to it at first.</summary>
    public static async Task<RunningCluster> StartAsync(Action<RunningCluster> add, Func<RedisServer, ClusterConfig> config, params string[] redisOptions)
    {
        var redis = await RedisServer.StartAsync(redisOptions);
        var told = config(redis);
        var cluster = new RunningCluster(redis, told with { Capacity = told.Capacity ?? UsualCapacity });
        add(cluster);
        cluster._client = await ConnectAsync(cluster._config);
        await cluster.IsUpAsync();
        return cluster;
    }

    /// <summary>Connects to a cluster whose first node may not be there yet.</summary>
    public static async Task<ClusterClient> ConnectAsync(ClusterConfig config)
    {
        ClusterClient? client = null;
        await Eventually.HoldsAsync(async () =>
        {
            try
            {
                client = await ClusterClient.ConnectAsync(config, NullLoggerFactory.Instance, CancellationToken.None);
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        });
        return client!;
    }

    /// <summary>Starts a node.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tell">What it is told beside what all are.</param>
    /// <param name="networkNamespace">The network namespace that it is in; null: the test's own.</param>
    public StandInNode Add(string name, Func<ClusterConfig, ClusterConfig>? tell = null, string? networkNamespace = null)
    {
        // Nodes that begin at the same time could choose the same ports: Orleans takes them seconds after a node has looked.
        var config = _config with { Name = name, Listen = _config.Listen ?? $"{FreePort.NextPair()}" };
        return _nodes[name] = new StandInNode(tell?.Invoke(config) ?? config, Journal.FileFor(name), networkNamespace);
    }

    /// <summary>Makes a configuration what the cluster runs.</summary>
    public async Task<AppliedWall> ApplyAsync(string json)
    {
        await File.WriteAllTextAsync(_wall, json);
        return await _client!.ApplyAsync(_wall);
    }

    /// <summary>Has it run so many streams, called s1, s2, ...</summary>
    public Task<AppliedWall> ApplyAsync(int streams) => ApplyAsync(
        $$"""{ "source": { "synthetic": true, "realtime": true }, "sources": [ {{string.Join(", ", Enumerable.Range(1, streams).Select(number => $$"""{ "name": "s{{number}}" }"""))}} ] }""");

    /// <summary>What changes its sources for a node's server.</summary>
    public WallControl Control() =>
        new(_client!.Grains, new ClusterSources(_client.Grains, TimeProvider.System, NullLogger<ClusterSources>.Instance), TimeProvider.System, NullLogger<WallControl>.Instance);

    /// <summary>Who there is, and what runs where.</summary>
    public Task<WallStatus> StatusAsync() => _client!.StatusAsync();

    /// <summary>Moves a stream to a node.</summary>
    public Task MoveAsync(string source, string node) => _client!.MoveAsync(source, node);

    /// <summary>Has a node drained.</summary>
    public Task DrainAsync(string node) => _client!.DrainAsync(node);

    /// <summary>Whether something will still go from a node that is drained.</summary>
    public Task<bool> HasTakerAsync(string node) => _client!.HasTakerAsync(node);

    /// <summary>Removes a stream.</summary>
    public Task RemoveAsync(string source) => _client!.RemoveAsync(source);

    /// <summary>Waits until all nodes that are under way are up.</summary>
    public Task IsUpAsync() => Eventually.HoldsAsync(async () => (await StatusAsync()).Nodes.Count(node => node.State == "up") == _nodes.Count, Explain);

    /// <summary>Waits until so many streams run, each of them once, on nodes that are under way, and the wall says so.</summary>
    public async Task RunsAsync(int streams)
    {
        string[] odd = [];
        await Eventually.HoldsAsync(async () =>
        {
            var running = Running().ToLookup(run => run.Stream);
            if (await StatusIfAnyAsync() is not { } status) return false;
            odd = [.. status.Sources.Where(source => source.State != "live" || running[source.Name].Count() != 1)
                .Select(source => $"{source} runs on: {string.Join(", ", running[source.Name])}")];
            return odd.Length == 0 && status.Sources.Count == streams;
        }, () => string.Join('\n', [.. odd, Explain()]));
    }

    /// <summary>The runs that go on.</summary>
    public IReadOnlyList<StreamRun> Running()
    {
        var alive = _nodes.Values.Select(node => node.Run).ToHashSet();
        return [.. Journal.Read().Where(run => !run.IsOver && alive.Contains(run.Node))];
    }

    /// <summary>Fails the test if a stream has run twice for longer than that.</summary>
    public void AssertOverlapsAtMost(double milliseconds)
    {
        var overlap = Journal.LongestOverlap();
        Assert.True(overlap <= milliseconds, $"A stream ran twice for {overlap} ms.\n{string.Join('\n', Journal.Read().OrderBy(run => run.Stream))}\n{Explain()}");
    }

    /// <summary>Kills a node.</summary>
    public async Task KillAsync(string name)
    {
        _nodes.Remove(name, out var node);
        await node!.KillAsync();
        _endedSaid.AppendLine(Explain(node));
        await node.DisposeAsync();
    }

    /// <summary>Asks a node to end, and waits for that.</summary>
    public async Task<string> EndAsync(string name)
    {
        var node = _nodes[name];
        await node.EndAsync();
        _nodes.Remove(name);
        var said = node.Output;
        _endedSaid.AppendLine(Explain(node));
        await node.DisposeAsync();
        return said;
    }

    /// <summary>What its nodes have said, for who wonders what went wrong.</summary>
    public string Explain() => $"{_endedSaid}{string.Join('\n', _nodes.Values.Select(Explain))}";

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_client is not null) await _client.DisposeAsync();
        foreach (var node in _nodes.Values) await node.DisposeAsync();
        await Redis.DisposeAsync();
        Journal.Dispose();
        File.Delete(_wall);
    }

    private static string Explain(StandInNode node) => $"--- {node.Run}\n{node.Output}";

    // Null where no node is there yet.
    private async Task<WallStatus?> StatusIfAnyAsync()
    {
        try
        {
            return await StatusAsync();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
