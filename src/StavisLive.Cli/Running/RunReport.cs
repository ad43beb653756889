using System.Globalization;
using StavisLive.Cli.CommandLine;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sinks;
using StavisLive.Core.Synchronization;
using StavisLive.Hosting.Streams;

namespace StavisLive.Cli.Running;

/// <summary>Tells people in a few lines how a run went.</summary>
internal static class RunReport
{
    /// <summary>Many streams, each under its name.</summary>
    public static void Write(TextWriter output, IEnumerable<StreamEnd> ends)
    {
        foreach (var end in ends)
        {
            output.WriteLine($"{end.Plan.StreamName}:");
            using var lines = new StringWriter();
            if (end.Outcome is { } outcome) Write(lines, outcome, end.Plan.Config.Outputs);
            foreach (var line in lines.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)) output.WriteLine("  " + line);
            if (end.Cause is { } failure) output.WriteLine("  failed: " + OptionWords.Of(failure.Message));
        }
    }

    /// <summary>One stream.</summary>
    public static void Write(TextWriter output, SessionOutcome outcome, OutputConfig outputs)
    {
        var summary = outcome.Summary;
        var rate = summary.Elapsed > TimeSpan.Zero ? summary.MapsOut / summary.Elapsed.TotalSeconds : 0;
        output.WriteLine(Text($"{summary.FramesOut} frames, {summary.MapsOut} maps in {summary.Elapsed.TotalSeconds:0.0} s ({rate:0.0} maps/s)"));
        if (summary.MapsOut > 0) output.WriteLine(Latency(summary));
        if (summary.RepeatedSlots > 0) output.WriteLine(Text($"{summary.RepeatedSlots} slots without a frame repeated the one before"));
        if (summary.Reconnects > 0) output.WriteLine(Text($"{summary.Reconnects} times the source was lost and came back"));
        if (summary.Sync is { } sync) output.WriteLine(Text($"sound against pictures {sync.OffsetMilliseconds:+0.0;-0.0;0.0} ms{Drift(sync)}"));
        foreach (var (reason, count) in summary.Skips) output.WriteLine(Text($"{count} skipped: {reason}"));

        // Without a map there is nothing to write, and earlier files stay as they are.
        var written = outputs.Files.Where(file => summary.MapsOut > 0 && !outcome.SinkFailures.ContainsKey(file.Sink)).Select(file => file.Path).ToList();
        if (written.Count > 0) output.WriteLine($"wrote {string.Join(", ", written)}");
    }

    private static string Latency(RunSummary summary) => Text(
        $"capture-to-map p50 {summary.CaptureToMap.P50:0} ms, p95 {summary.CaptureToMap.P95:0} ms, p99 {summary.CaptureToMap.P99:0} ms, max {summary.CaptureToMap.Max:0} ms; look-ahead {summary.LookAhead.TotalMilliseconds:0} ms");

    private static string Drift(SyncReading sync) => sync.DriftPpm is { } drift ? Text($", its clock off by {drift:+0;-0;0} ppm") : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
