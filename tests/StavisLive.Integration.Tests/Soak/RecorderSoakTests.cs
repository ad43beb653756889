using System.Diagnostics;
using System.Globalization;
using StavisLive.Core.Recording;
using StavisLive.Integration.Tests.Running;
using StavisLive.Testing;

namespace StavisLive.Integration.Tests.Soak;

/// <summary>A flight recorder that writes again and again for ten minutes: <c>./test --soak</c>.</summary>
public sealed class RecorderSoakTests : IDisposable
{
    private const int Keep = 5;

    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SignalInterval = TimeSpan.FromSeconds(10);

    // The ring is full, and the first recordings are written.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(1.5);

    private readonly Scratch _scratch = new();
    private readonly List<(TimeSpan At, ProcessUse Use, int Recordings)> _samples = [];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Run_RecordingEveryTenSeconds_GrowsNowhere()
    {
        if (Environment.GetEnvironmentVariable("STAVIS_SOAK") is null) Assert.Skip("Takes ten minutes: ./test --soak runs it.");
        await using var server = await RtspServer.StartAsync("--size", "640x360", "--fps", "5");
        await File.WriteAllTextAsync(_scratch["recorder.json"], $$"""
            { "window": { "fps": 10 }, "outputs": { "display": false, "recorder": { "seconds": 5, "keep": {{Keep}}, "maxCaptureToMap": null } } }
            """);
        await using var run = StavisProgram.StartInSmallPages(
            "--config", _scratch["recorder.json"], "--rtsp", server.Address, "--flight-recorder", _scratch["flights"],
            "--metrics", _scratch["m.jsonl"], "--weights", TestWeights.Path);
        await run.UntilAsync(() => MetricsFile.Count(_scratch["m.jsonl"]) > 20);

        var signals = await SampleAsync(run);
        run.Signal("INT");
        var outcome = (await run.WaitAsync()).Expect(130);

        Tell(signals);
        Assert.Equal(signals, outcome.Errors.Split('\n').Count(line => line.Contains("written (signal)", StringComparison.Ordinal)));
        Assert.DoesNotContain(" ERR ", outcome.Errors);
        Assert.Equal(Keep, Directory.GetFiles(_scratch["flights"]).Length);
        Assert.All(Directory.GetFiles(_scratch["flights"]), path => FlightFile.Open(path).Dispose());
        AssertNoGrowth();
    }

    private async Task<int> SampleAsync(RunningProgram run)
    {
        var begun = Stopwatch.StartNew();
        var signals = 0;
        while (begun.Elapsed < Duration)
        {
            Assert.False(run.HasEnded, run.Errors);
            run.Signal("USR1");
            signals++;
            await Task.Delay(SignalInterval);
            // One more where the oldest is about to go: a machine that is busy stalls the stream, which is recorded as well.
            var written = Directory.GetFiles(_scratch["flights"], "*" + FlightFile.Extension);
            Assert.InRange(written.Length, 1, Keep + 1);
            _samples.Add((begun.Elapsed, ProcessUse.Of(run.Id), written.Length));
        }
        return signals;
    }

    // Medians of a fifth of the time each: collections of the heap move single readings.
    private void AssertNoGrowth()
    {
        var warm = _samples.Where(sample => sample.At > WarmUp).Select(sample => sample.Use).ToList();
        var (early, late) = (warm.Take(warm.Count / 5).ToList(), warm.TakeLast(warm.Count / 5).ToList());
        double Growth(Func<ProcessUse, double> of) => late.Select(of).Order().ElementAt(late.Count / 2) - early.Select(of).Order().ElementAt(early.Count / 2);
        Assert.InRange(Growth(use => use.ResidentMegabytes), double.MinValue, 30);
        Assert.InRange(Growth(use => use.Threads), double.MinValue, 5);
        Assert.InRange(Growth(use => use.Files), double.MinValue, 5);
    }

    private void Tell(int signals)
    {
        Line($"{Duration.TotalMinutes:0} minutes, {signals} recordings, {MetricsFile.Summary(_scratch["m.jsonl"]).GetProperty("frames_in").GetInt64()} frames");
        Line($"| minute | resident MB | threads | files | recordings in the folder |");
        Line($"|---|---|---|---|---|");
        foreach (var (at, use, recordings) in _samples.Where((_, index) => index % Math.Max(1, _samples.Count / 8) == 0).Append(_samples[^1]))
            Line($"| {at.TotalMinutes:0.0} | {use.ResidentMegabytes:0} | {use.Threads} | {use.Files} | {recordings} |");
    }

    private static void Line(FormattableString text) => TestContext.Current.TestOutputHelper?.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
