using System.Globalization;
using System.Text.Json.Nodes;
using StavisLive.Integration.Tests.Running;
using StavisLive.Testing;

namespace StavisLive.Integration.Tests.Soak;

/// <summary>Eight RTSP sources: five steady ones, one that comes and goes, one that freezes, one that asks for another password.</summary>
internal sealed class ManySourcesServers : IAsyncDisposable
{
    // Few pictures, so that hours of it leave the machine to others; 16 of them make a stream live.
    private static readonly string[] Arguments = ["--size", "320x240", "--fps", "5"];

    private readonly Dictionary<string, RtspServer> _servers = [];

    /// <summary>Names of those that nothing ever happens to.</summary>
    public static IReadOnlyList<string> Steady { get; } = ["steady-1", "steady-2", "steady-3", "steady-4", "steady-5"];

    /// <summary>Starts all of them.</summary>
    public static async Task<ManySourcesServers> StartAsync()
    {
        var servers = new ManySourcesServers();
        foreach (var name in Steady.Append("flapping").Append("frozen")) servers._servers[name] = await RtspServer.StartAsync(Arguments);
        servers._servers["refused"] = await RtspServer.StartAsync([.. Arguments, "--user", "viewer", "--password", "right"]);
        return servers;
    }

    /// <summary>The configuration that watches them.</summary>
    public string Config(string metrics) => new JsonObject
    {
        ["window"] = new JsonObject { ["fps"] = 10 },
        ["outputs"] = new JsonObject { ["display"] = false, ["metrics"] = metrics },
        ["sources"] = new JsonArray([.. _servers.Select(server => new JsonObject
        {
            ["name"] = server.Key, ["source"] = new JsonObject { ["rtsp"] = AddressOf(server.Key, server.Value) },
        })]),
    }.ToJsonString();

    /// <summary>Stops a server as SIGSTOP does: its connections stay, and nothing comes.</summary>
    public void Freeze() => Tool.Run("kill", "-STOP", _servers["frozen"].Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Kills the flapping server; it is back on its port after a while.</summary>
    public async Task FlapAsync(TimeSpan gone, CancellationToken stop)
    {
        var port = new Uri(_servers["flapping"].Address).Port.ToString(CultureInfo.InvariantCulture);
        await _servers["flapping"].DisposeAsync();
        await Task.Delay(gone, stop);
        _servers["flapping"] = await RtspServer.StartAsync(["--port", port, .. Arguments]);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values) await server.DisposeAsync();
    }

    private static string AddressOf(string name, RtspServer server) =>
        name == "refused" ? server.Address.Replace("rtsp://", "rtsp://viewer:wrong@", StringComparison.Ordinal) : server.Address;
}
