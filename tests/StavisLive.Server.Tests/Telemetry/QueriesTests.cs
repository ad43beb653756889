using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using StavisLive.Core.Sinks;

namespace StavisLive.Server.Tests.Telemetry;

/// <summary>What is shipped for Grafana and Prometheus, held against what a real server shows.</summary>
[Collection(nameof(AloneInTheProcess))]
public class QueriesTests
{
    // Of the scrape itself.
    private static readonly string[] Prometheus = ["up", "job", "instance"];

    // Of no series of ours: whether there was an answer, and whatever has the tag of what there is no room for.
    private static readonly string[] OfAnySeries = ["up{", "count by (instance) ({otel_metric_overflow="];

    [Fact]
    public async Task Queries_EverySeriesAndLabel_IsInARealScrape()
    {
        await using var server = await MetricsEndpointTests.StartAsync();
        var scene = TestServer.Scene("asked");
        var outputs = scene.Config.Outputs with { Metrics = OperatingSystem.IsWindows() ? "NUL" : "/dev/null" };
        var stream = server.Manager.Start(scene with { Config = scene.Config with { Outputs = outputs } });
        await using var slow = stream.Feed.Subscribe(new SubscriptionOptions { Name = "slow", Kind = "slow", Content = FeedContent.Results, Capacity = 1 });
        // What doesn't happen to this source: the instruments themselves, with the tags that the guide lists.
        Count("Reconnects", ("source", "asked"), ("reason", "lost"));
        Count("AudioUnderruns", ("source", "asked"));
        Count("FramesDropped", ("source", "asked"), ("stage", "network"), ("reason", "model-busy"));
        var scrape = await MetricsEndpointTests.UntilAsync(server, scrape =>
            scrape.Names.Contains("stavis_subscriber_skipped_total") && scrape.Names.Contains("stavis_audio_level_dB") && scrape.Names.Contains("stavis_map_age_seconds")
            && scrape.Names.Contains("stavis_network_utilisation") && scrape.Names.Contains("stavis_outputs_failed"));

        var queries = Queries.OfDashboard().Concat(Queries.OfAlerts()).ToList();

        Assert.True(queries.Count > 25, $"{queries.Count} queries");
        Assert.All(queries, query =>
        {
            var series = Queries.SeriesOf(query).Where(series => !Prometheus.Contains(series.Name)).ToList();
            Assert.True(series.Count > 0 || OfAnySeries.Any(beginning => query.StartsWith(beginning, StringComparison.Ordinal)), query);
            foreach (var (name, labels) in series)
            {
                Assert.True(scrape.Names.Contains(name), $"{name} of {query}");
                foreach (var label in labels.Concat(Queries.GroupsOf(query)).Except(Prometheus))
                    Assert.True(scrape.Of(name).All(one => one.Labels.ContainsKey(label)), $"{label} of {name} of {query}");
            }
        });
    }

    [Fact]
    public void Dashboard_Panels_HaveTheirOwnPlacesAndTheChosenDataSource()
    {
        var panels = Queries.Dashboard["panels"]!.AsArray();
        var places = new HashSet<(int X, int Y)>();
        foreach (var place in panels.Select(panel => panel!["gridPos"]!))
        {
            for (var x = (int)place["x"]!; x < (int)place["x"]! + (int)place["w"]!; x++)
            {
                for (var y = (int)place["y"]!; y < (int)place["y"]! + (int)place["h"]!; y++) Assert.True(x < 24 && places.Add((x, y)), place.ToJsonString());
            }
        }

        Assert.Equal(panels.Count, panels.Select(panel => (int)panel!["id"]!).Distinct().Count());
        Assert.All(panels.Where(panel => (string?)panel!["type"] != "row"), panel =>
        {
            Assert.Equal("${datasource}", (string?)panel!["datasource"]!["uid"]);
            Assert.All(panel["targets"]!.AsArray(), target => Assert.Equal("${datasource}", (string?)target!["datasource"]!["uid"]));
        });
        Assert.Equal(["datasource", "source"], Queries.Dashboard["templating"]!["list"]!.AsArray().Select(variable => (string?)variable!["name"]));
    }

    [Fact]
    public void States_OfTheDashboard_AreThoseOfASource()
    {
        var shown = Queries.Dashboard["panels"]!.AsArray().Single(panel => (string?)panel!["type"] == "state-timeline")!;
        var names = shown["fieldConfig"]!["defaults"]!["mappings"]![0]!["options"]!.AsObject().Select(state => (string?)state.Value!["text"]);

        Assert.Equal(Enum.GetNames<Core.Sources.SourceState>().Select(state => state.ToLowerInvariant()).Order(), names.Order());
    }

    [Fact]
    public void SourceEnded_OfTheAlerts_IsNoneWhereAnotherMachineHasBegunToWatchIt()
    {
        // A cluster's machines have one job, and so may machines that have nothing to do with each other, with sources of one name.
        var query = Assert.Single(Queries.OfAlerts(), query => query.Contains(" unless ", StringComparison.Ordinal));

        Assert.StartsWith("max by (job, instance, source) (", query, StringComparison.Ordinal);
        Assert.Contains(" unless on (job, instance, source) stavis_source_last_frame_seconds unless on (job, source) (", query, StringComparison.Ordinal);
        Assert.EndsWith(" unless on (job, instance, source) stavis_source_last_frame_seconds offset 15m)", query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rules", "alerts.yml")]
    [InlineData("config", "prometheus.yml")]
    public async Task Prometheus_OwnTool_FindsNothingWrong(string kind, string file)
    {
        using var tool = Start("promtool", ["check", kind, Path.Combine(Queries.Folder, "prometheus", file)]);
        Assert.SkipWhen(tool is null, "promtool, of Debian's prometheus, is not here.");
        var said = await tool.StandardOutput.ReadToEndAsync() + await tool.StandardError.ReadToEndAsync();
        await tool.WaitForExitAsync();

        Assert.True(tool.ExitCode == 0, said);
    }

    private static Process? Start(string program, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is none.
            return null;
        }
    }

    private static void Count(string instrument, params IEnumerable<(string Key, string Value)> tags)
    {
        var type = typeof(Core.Diagnostics.Telemetry).Assembly.GetType("StavisLive.Core.Diagnostics.Instruments", throwOnError: true)!;
        var counter = (Counter<long>)type.GetProperty(instrument, BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        counter.Add(1, [.. tags.Select(tag => new KeyValuePair<string, object?>(tag.Key, tag.Value))]);
    }
}
