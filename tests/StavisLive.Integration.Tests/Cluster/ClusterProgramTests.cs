using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using StavisLive.Integration.Tests.Running;
using StavisLive.Testing;
using static Microsoft.Playwright.Assertions;

namespace StavisLive.Integration.Tests.Cluster;

public sealed class ClusterProgramTests(ITestOutputHelper output) : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task Nodes_WallApplied_EachShowsAndServesEverySource()
    {
        await using var cluster = await ClusterOfPrograms.StartAsync("a", "b");

        var applied = await cluster.RunAsync("apply", Wall("""{ "name": "one" }, { "name": "two" }"""));
        Assert.Equal("change 1: 2 added, 0 changed, 0 removed, 0 as before", applied.Output.Trim());
        var reports = new List<JsonElement>();
        foreach (var node in new[] { "a", "b" })
        {
            foreach (var source in new[] { "one", "two" })
            {
                reports.Add(await cluster.UntilMappedAsync(node, source, epoch: 1));
                // The first map is computed a little before it is published.
                await cluster.UntilAnsweredAsync(node, $"/api/sources/{source}/map.png", "image/png");
            }
        }
        // Each runs on a node of its own, and both nodes say the same.
        var places = reports.Select(report => (Source: report.GetProperty("name").GetString(), Node: report.GetProperty("node").GetString())).ToHashSet();
        Assert.Equal(2, places.Count);

        var told = await cluster.RunAsync("status", "--json");
        Assert.True(told.ExitCode == 0, told.Errors);
        var status = JsonDocument.Parse(told.Output).RootElement;
        Assert.Equal(["a", "b"], status.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString()));
        Assert.Equal(places, status.GetProperty("sources").EnumerateArray().Select(source => (source.GetProperty("name").GetString(), source.GetProperty("node").GetString())).ToHashSet());
        Assert.Contains("source  node  state", (await cluster.RunAsync("status")).Output);

        // All else holds where there is no browser.
        Assert.SkipWhen(Chromium.Program is null, Chromium.Missing);
        await ShowsInABrowserAsync(cluster["a"].Address, source: places.Single(place => place.Node == "b").Source!, node: "b");
    }

    [Fact]
    public async Task Kill_Node_ItsSourceHasMapsElsewhere()
    {
        await using var cluster = await ClusterOfPrograms.StartAsync("a", "b");
        await cluster.RunAsync("apply", Wall("""{ "name": "one", "placement": { "nodes": ["a"] } }"""));
        await cluster.UntilMappedAsync("b", "one", epoch: 1);
        await cluster.RunAsync("apply", Wall("""{ "name": "one" }"""));
        await cluster.UntilMappedAsync("b", "one", epoch: 1);

        var killed = Stopwatch.GetTimestamp();
        await cluster.KillAsync("a");
        var report = await cluster.UntilMappedAsync("b", "one", epoch: 2);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"maps on the other node after {Stopwatch.GetElapsedTime(killed).TotalSeconds:0.00} s"));
        Assert.Equal("b", report.GetProperty("node").GetString());
    }

    [Fact]
    public async Task Drain_NodeThatWritesFiles_LosesNone()
    {
        await using var cluster = await ClusterOfPrograms.StartAsync("a", "b");
        var video = _scratch["one.mp4"];
        await cluster.RunAsync("apply", Wall($$"""{ "name": "one", "outputs": { "overlay": {{JsonSerializer.Serialize(video)}} } }"""));
        var first = (await cluster.UntilMappedAsync("a", "one", epoch: 1)).GetProperty("node").GetString()!;
        await Task.Delay(TimeSpan.FromSeconds(2));

        Assert.Equal(0, (await cluster.RunAsync("drain", first)).ExitCode);
        var second = (await cluster.UntilMappedAsync("a", "one", epoch: 2)).GetProperty("node").GetString();
        Assert.Equal(0, (await cluster.RunAsync("remove", "one")).ExitCode);

        Assert.NotEqual(first, second);
        // What the first node wrote was set aside whole when the second one began.
        var files = Directory.GetFiles(Path.GetDirectoryName(video)!, "*.mp4");
        Assert.Equal(2, files.Length);
        Assert.All(files, Tool.AssertDecodes);
    }

    [Fact]
    public async Task Commands_WhatCannotBeMeant_IsSaidWithoutATrace()
    {
        Assert.Contains("--cluster", (await StavisProgram.RunAsync("cluster", "status")).Errors);
        var nobody = await StavisProgram.RunAsync("cluster", "status", "--cluster", "redis://:s3cr3t-pw@127.0.0.1:1");
        Assert.Equal(1, nobody.ExitCode);
        Assert.Contains("The cluster's Redis at redis://:***@127.0.0.1:1", nobody.Errors);
        Assert.DoesNotContain("s3cr3t-pw", nobody.Errors);
        var node = await StavisProgram.RunAsync("node", "--cluster", "redis://127.0.0.1:1", "--capacity", "many");
        Assert.Equal(2, node.ExitCode);
        Assert.Contains("--capacity expects auto or a number", node.Errors);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("100")]
    public async Task Node_WithoutItsWeights_FailsAndSaysWhy(string capacity)
    {
        await using var redis = await RedisServer.StartAsync();

        var node = await StavisProgram.RunAsync("node", "--name", "a", "--cluster", redis.Address, "--capacity", capacity, "--weights", _scratch["none.safetensors"]);

        Assert.Equal(1, node.ExitCode);
        Assert.Contains($"There are no weights at {_scratch["none.safetensors"]}.", node.Errors);
    }

    public void Dispose() => _scratch.Dispose();

    private static async Task ShowsInABrowserAsync(Uri address, string source, string node)
    {
        using var playwright = await Playwright.CreateAsync();
        // Root may not have Chromium's sandbox; what it is shown here is our own.
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium.Program, Args = ["--no-sandbox"] });
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        await page.GotoAsync(address.AbsoluteUri);

        var tile = $"[data-testid=tile][data-source={source}]";
        await Expect(page.Locator(tile)).ToContainTextAsync(node, new() { Timeout = 60_000 });
        await page.WaitForFunctionAsync($"() => Number(document.querySelector('{tile}')?.dataset.frames) >= 5");
    }

    private string Wall(string sources)
    {
        var file = _scratch["wall.json"];
        File.WriteAllText(file, $$"""{ "source": { "synthetic": true, "realtime": true }, "window": { "fps": 10 }, "sources": [ {{sources}} ] }""");
        return file;
    }
}
