using System.Diagnostics;

namespace StavisLive.Cluster.Tests;

/// <summary>A network namespace with two cables to this one, one for nodes and one for Redis, each of which can be cut. Needs root.</summary>
internal sealed class CutNetwork : IAsyncDisposable
{
    private readonly string _tag = Guid.NewGuid().ToString("N")[..6];
    private readonly int _net = Random.Shared.Next(250);

    /// <summary>Name of the namespace.</summary>
    public string Name => $"stavis-{_tag}";

    /// <summary>This side's address on the cable for nodes.</summary>
    public string NearNode => $"10.77.{_net}.1";

    /// <summary>The other side's.</summary>
    public string FarNode => $"10.77.{_net}.2";

    /// <summary>This side's address on the cable for Redis.</summary>
    public string NearRedis => $"10.78.{_net}.1";

    /// <summary>Makes one; null where that isn't allowed here.</summary>
    public static async Task<CutNetwork?> MakeAsync()
    {
        var network = new CutNetwork();
        if (!Environment.IsPrivilegedProcess || !await TryAsync("netns", "add", network.Name)) return null;
        await network.ConnectAsync("n", "10.77");
        await network.ConnectAsync("r", "10.78");
        return network;
    }

    /// <summary>Cuts or mends the cable for nodes.</summary>
    public Task SetNodesAsync(bool isUp) => RunAsync("link", "set", $"n{_tag}", isUp ? "up" : "down");

    /// <summary>Cuts or mends the cable for Redis.</summary>
    public Task SetRedisAsync(bool isUp) => RunAsync("link", "set", $"r{_tag}", isUp ? "up" : "down");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // Takes the cables along.
        await TryAsync("netns", "delete", Name);
    }

    private async Task ConnectAsync(string kind, string net)
    {
        await RunAsync("link", "add", $"{kind}{_tag}", "type", "veth", "peer", "name", $"{kind}{_tag}p", "netns", Name);
        await RunAsync("address", "add", $"{net}.{_net}.1/24", "dev", $"{kind}{_tag}");
        await RunAsync("link", "set", $"{kind}{_tag}", "up");
        await RunAsync("-n", Name, "address", "add", $"{net}.{_net}.2/24", "dev", $"{kind}{_tag}p");
        await RunAsync("-n", Name, "link", "set", $"{kind}{_tag}p", "up");
        await RunAsync("-n", Name, "link", "set", "lo", "up");
    }

    private static async Task RunAsync(params string[] arguments) => Assert.True(await TryAsync(arguments), $"ip {string.Join(' ', arguments)}");

    private static async Task<bool> TryAsync(params string[] arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        await ip.WaitForExitAsync();
        return ip.ExitCode == 0;
    }
}
