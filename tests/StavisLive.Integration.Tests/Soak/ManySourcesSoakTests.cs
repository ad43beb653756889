using System.Diagnostics;
using System.Globalization;
using StavisLive.Integration.Tests.Running;

namespace StavisLive.Integration.Tests.Soak;

/// <summary>Eight sources for an hour, with everything that happens to sources: <c>./test --soak</c>.</summary>
/// <remarks>STAVIS_SOAK_MINUTES makes it shorter or longer.</remarks>
public sealed class ManySourcesSoakTests : IDisposable
{
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FlapInterval = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Gone = TimeSpan.FromSeconds(5);

    // Far longer than a machine with other work takes for a turn of every stream: a stream without a map for that long has stalled.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    // Of the run: by then the collector's older generations have been collected once (docs/measurements/reliability.md).
    private const double WarmUp = 0.25;

    private readonly Scratch _scratch = new();
    private readonly List<(TimeSpan At, ProcessUse Use)> _samples = [];
    private readonly Dictionary<string, MetricsTail> _streams = [];
    private readonly List<string> _wrong = [];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Run_EightSourcesThreeInTrouble_GrowsNowhereAndKnowsEveryState()
    {
        if (Environment.GetEnvironmentVariable("STAVIS_SOAK") is null) Assert.Skip("Takes an hour: ./test --soak runs it.");
        var duration = TimeSpan.FromMinutes(double.Parse(Environment.GetEnvironmentVariable("STAVIS_SOAK_MINUTES") ?? "60", CultureInfo.InvariantCulture));
        await using var servers = await ManySourcesServers.StartAsync();
        await File.WriteAllTextAsync(_scratch["wall.json"], servers.Config(_scratch["{name}.jsonl"]));
        foreach (var name in ManySourcesServers.Steady.Concat(["flapping", "frozen"])) _streams[name] = new MetricsTail(_scratch[name + ".jsonl"]);
        await using var run = StavisProgram.StartInSmallPages("--config", _scratch["wall.json"], "--weights", TestWeights.Path);
        await run.UntilAsync(() => Read().All(stream => stream.State == "live"));

        servers.Freeze();
        using var over = new CancellationTokenSource();
        var flapping = FlapAsync(servers, over.Token);
        await SampleAsync(run, duration);
        await over.CancelAsync();
        var flaps = await flapping;
        run.Signal("INT");
        var outcome = (await run.WaitAsync()).Expect(130);

        Read();
        Tell(duration, flaps);
        Assert.Empty(_wrong);
        Assert.All(ManySourcesServers.Steady, name => Assert.Equal(("ended", 1), (_streams[name].State, _streams[name].Connection)));
        // It is there for fifteen seconds at a time; on a machine that is busy otherwise a connection may take longer now and then.
        Assert.InRange(_streams["flapping"].Connection, flaps * 3 / 4, flaps + 1);
        Assert.Equal((1, 1), (_streams["frozen"].Connection, _streams["frozen"].Entered["stalled"]));
        Assert.Matches("refused: .* is connecting: .*401 Unauthorized", outcome.Errors);
        Assert.False(File.Exists(_scratch["refused.jsonl"]));
        Assert.Empty(Errors(outcome.Errors));
        AssertNoGrowth();
    }

    private async Task<int> FlapAsync(ManySourcesServers servers, CancellationToken over)
    {
        var flaps = 0;
        using var timer = new PeriodicTimer(FlapInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                await servers.FlapAsync(Gone, CancellationToken.None);
                flaps++;
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // Long enough.
        }
        return flaps;
    }

    private async Task SampleAsync(RunningProgram run, TimeSpan duration)
    {
        var begun = Stopwatch.StartNew();
        // By now the frozen one is known to be.
        await Task.Delay(SampleInterval * 2);
        var newest = ManySourcesServers.Steady.ToDictionary(name => name, _ => (Maps: 0, At: begun.Elapsed));
        while (begun.Elapsed < duration)
        {
            Read();
            Assert.False(run.HasEnded, run.Errors);
            foreach (var name in ManySourcesServers.Steady)
            {
                Expect("live", name, begun.Elapsed);
                if (_streams[name].Maps > newest[name].Maps) newest[name] = (_streams[name].Maps, begun.Elapsed);
                if (begun.Elapsed - newest[name].At > LongestWait) _wrong.Add($"{name} has had no map from {newest[name].At} to {begun.Elapsed}");
            }
            Expect("reconnecting", "frozen", begun.Elapsed);
            _samples.Add((begun.Elapsed, ProcessUse.Of(run.Id)));
            await Task.Delay(SampleInterval);
        }
    }

    // The hour goes on: its table tells more than its first fault.
    private void Expect(string state, string stream, TimeSpan at)
    {
        if (_streams[stream].State != state) _wrong.Add($"{stream} is {_streams[stream].State} at {at}");
    }

    private IEnumerable<MetricsTail> Read()
    {
        foreach (var stream in _streams.Values) stream.Read();
        return _streams.Values;
    }

    private static List<string> Errors(string log) =>
        [.. log.Split('\n').Where(line => line.Contains(" ERR ", StringComparison.Ordinal) || line.Contains(" FTL ", StringComparison.Ordinal) || line.Contains("unexpected", StringComparison.OrdinalIgnoreCase))];

    // Medians of a tenth of the time each: children come and go with the connections, and collections of the heap move single readings.
    private void AssertNoGrowth()
    {
        var (early, late) = (Median(first: true), Median(first: false));
        Assert.InRange(late.ResidentMegabytes - early.ResidentMegabytes, double.MinValue, 30);
        Assert.InRange(late.Threads - early.Threads, int.MinValue, 5);
        Assert.InRange(late.Files - early.Files, int.MinValue, 10);
        Assert.InRange(late.Children - early.Children, int.MinValue, 2);
    }

    private ProcessUse Median(bool first)
    {
        var warm = _samples.Where(sample => sample.At > _samples[^1].At * WarmUp).Select(sample => sample.Use).ToList();
        var count = Math.Max(1, warm.Count / 10);
        var part = first ? warm.Take(count).ToList() : warm.TakeLast(count).ToList();
        T Middle<T>(Func<ProcessUse, T> of) => part.Select(of).Order().ElementAt(part.Count / 2);
        return new ProcessUse(Middle(use => use.Children), Middle(use => use.Threads), Middle(use => use.Files), Middle(use => use.Sockets), Middle(use => use.ResidentMegabytes));
    }

    private void Tell(TimeSpan duration, int flaps)
    {
        Line($"{duration.TotalMinutes:0.#} minutes, {flaps} flaps, {_samples.Count} samples");
        Line($"| minute | resident MB | threads | files | sockets | children |");
        Line($"|---|---|---|---|---|---|");
        foreach (var (at, use) in _samples.Where((_, index) => index % Math.Max(1, _samples.Count / 12) == 0).Append(_samples[^1]))
            Line($"| {at.TotalMinutes:0.0} | {use.ResidentMegabytes:0} | {use.Threads} | {use.Files} | {use.Sockets} | {use.Children} |");
        Line($"| stream | maps | connections | states entered |");
        Line($"|---|---|---|---|");
        foreach (var (name, stream) in _streams)
            Line($"| {name} | {stream.Maps} | {stream.Connection} | {string.Join(", ", stream.Entered.Select(entered => $"{entered.Key} {entered.Value}"))} |");
    }

    private static void Line(FormattableString text) => TestContext.Current.TestOutputHelper?.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
