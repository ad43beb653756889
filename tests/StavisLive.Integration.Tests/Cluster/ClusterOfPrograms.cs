using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using StavisLive.Integration.Tests.Running;
using StavisLive.Integration.Tests.Server;
using StavisLive.Testing;

namespace StavisLive.Integration.Tests.Cluster;

/// <summary>Nodes as a user would start them, and a Redis. Disposing ends all of it.</summary>
internal sealed class ClusterOfPrograms : IAsyncDisposable
{
    private readonly Dictionary<string, ServedProgram> _nodes = [];
    private readonly RedisServer _redis;

    private ClusterOfPrograms(RedisServer redis) => _redis = redis;

    /// <summary>A node.</summary>
    public ServedProgram this[string name] => _nodes[name];

    /// <summary>Starts nodes, and waits until all of them take streams.</summary>
    public static async Task<ClusterOfPrograms> StartAsync(params string[] names)
    {
        var cluster = new ClusterOfPrograms(await RedisServer.StartAsync());
        foreach (var name in names) await cluster.AddAsync(name);
        return cluster;
    }

    /// <summary>Starts a node, and waits until it takes streams.</summary>
    public async Task AddAsync(string name)
    {
        _nodes[name] = await ServedProgram.StartAsync("node", "--name", name, "--cluster", _redis.Address, "--capacity", "100");
        await UntilAsync(name, status => status.GetProperty("nodes").EnumerateArray().Any(node => node.GetProperty("name").GetString() == name && node.GetProperty("state").GetString() == "up"));
    }

    /// <summary>Kills a node.</summary>
    public async Task KillAsync(string name)
    {
        _nodes.Remove(name, out var node);
        node!.Program.Signal("KILL");
        await node.DisposeAsync();
    }

    /// <summary>Runs a command for the cluster.</summary>
    public async Task<Outcome> RunAsync(params string[] arguments) => await StavisProgram.RunAsync(["cluster", .. arguments, "--cluster", _redis.Address]);

    /// <summary>Waits until what a node tells of the cluster is so.</summary>
    public async Task UntilAsync(string node, Func<JsonElement, bool> condition) => await UntilAsync(
        async () => condition(await _nodes[node].Client.GetFromJsonAsync<JsonElement>("/api/cluster")), () => _nodes[node].Program.Errors);

    /// <summary>Waits until a node answers a request with something of a kind.</summary>
    public Task UntilAnsweredAsync(string node, string path, string kind) => UntilAsync(
        async () =>
        {
            using var answer = await _nodes[node].Client.GetAsync(path);
            return answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == kind;
        },
        () => _nodes[node].Program.Errors);

    /// <summary>Waits until a source has maps of at least that epoch, as a node tells, and gives what it tells of it.</summary>
    public async Task<JsonElement> UntilMappedAsync(string node, string source, long epoch)
    {
        JsonElement report = default;
        await UntilAsync(
            async () =>
            {
                var sources = await _nodes[node].Client.GetFromJsonAsync<JsonElement[]>("/api/sources");
                report = sources!.FirstOrDefault(other => other.GetProperty("id").GetString() == source);
                return report.ValueKind is JsonValueKind.Object && report.GetProperty("mapsOut").GetInt64() > 0 && report.GetProperty("epoch").GetInt64() >= epoch;
            },
            () => string.Create(CultureInfo.InvariantCulture, $"{report}\n{_nodes[node].Program.Errors}"));
        return report;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Values) await node.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, Func<string> explain)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await HoldsAsync(condition))
        {
            Assert.False(patience.IsCancellationRequested, explain());
            await Task.Delay(50);
        }
    }

    // A cluster that loses a node may have to think for a moment.
    private static async Task<bool> HoldsAsync(Func<Task<bool>> condition)
    {
        try
        {
            return await condition();
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
