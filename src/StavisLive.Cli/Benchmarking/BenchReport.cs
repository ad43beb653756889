using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using StavisLive.Model.Inference.Benchmarking;

namespace StavisLive.Cli.Benchmarking;

/// <summary>A benchmark for people and for programs.</summary>
internal static class BenchReport
{
    /// <summary>Keys as in the README: <c>p50_ms</c>, <c>maps_per_second</c>, ...</summary>
    public static JsonSerializerOptions JsonOptions { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>What <c>--json</c> answers.</summary>
    public static object AsJson(BenchmarkReport report) => new
    {
        report.Depth,
        report.Audiovisual,
        report.Device,
        report.Precision,
        report.Streams,
        report.NewPictures,
        Steps = report.Step.Count,
        P50Ms = Round(report.Step.P50),
        P95Ms = Round(report.Step.P95),
        P99Ms = Round(report.Step.P99),
        MaxMs = Round(report.Step.Max),
        UploadMs = Round(report.UploadMilliseconds),
        DownloadMs = Round(report.DownloadMilliseconds),
        UploadShare = Round(report.UploadMilliseconds / report.Step.P50),
        ComputeShare = Round(1 - ((report.UploadMilliseconds + report.DownloadMilliseconds) / report.Step.P50)),
        DownloadShare = Round(report.DownloadMilliseconds / report.Step.P50),
        MapsPerSecond = Round(report.MapsPerSecond),
        report.ThroughputDevice,
        PlainP50Ms = Round(report.PlainMilliseconds),
        Ratio = Round(report.Ratio),
        MachinePeakGflops = Round(report.MachinePeakGflops),
        GflopPerMap = Round(report.GflopPerMap),
        PeakShare = Round(report.PeakShare),
        StartMs = Round(report.StartMilliseconds),
        AllocatedBytesPerStep = Math.Round(report.AllocatedBytesPerStep),
        report.Gen2Collections,
        MemoryMb = Round(report.Memory),
        MemoryGrowthMb = Round(report.MemoryGrowth),
        MemoryPerStreamMb = Round(report.MemoryPerStream),
        Layers = report.Layers.Select(layer => new
        {
            layer.Name,
            layer.Kernel,
            Ms = Round(layer.Milliseconds),
            Gflops = Round(layer.GflopsPerSecond),
            PeakShare = Round(layer.PeakShare),
        }),
    };

    /// <summary>Writes it in sentences, and the layers as a table.</summary>
    public static void Write(TextWriter output, BenchmarkReport report)
    {
        if (report.Layers.Count > 0) WriteLayers(report.Layers);
        output.WriteLine(Text($"ResNet-{report.Depth}, {(report.Audiovisual ? "audiovisual" : "visual only")}, {report.Device}, {report.Streams} stream(s), {report.NewPictures} new picture(s) a step, {report.Step.Count} steps"));
        output.WriteLine(Text($"step       p50 {report.Step.P50:0.0} ms  p95 {report.Step.P95:0.0} ms  p99 {report.Step.P99:0.0} ms  max {report.Step.Max:0.0} ms, one at a time: {report.Ratio:0.00} of a plain eager pass ({report.PlainMilliseconds:0.0} ms)"));
        output.WriteLine(Text($"transfer   {report.UploadMilliseconds:0.00} ms of a step to the device, {report.DownloadMilliseconds:0.00} ms back"));
        output.WriteLine(Text($"throughput {report.MapsPerSecond:0.0} maps/s, steps side by side as in a run{Elsewhere(report)}"));
        output.WriteLine(Text($"machine    {report.MachinePeakGflops:0} GFLOP/s at its best{PeakShare(report)}"));
        output.WriteLine(Text($"start      {report.StartMilliseconds:0} ms from the loaded network to a warm engine"));
        output.WriteLine(Text($"memory     {report.Memory:0} MB, {report.MemoryGrowth:+0.0;-0.0;0.0} MB while running{PerStream(report)}; {report.AllocatedBytesPerStep / 1000:0.0} kB managed a step, {report.Gen2Collections} full collections"));
    }

    private static void WriteLayers(IEnumerable<LayerTiming> layers)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("layer", "kernel");
        foreach (var column in new[] { "ms", "GFLOP/s", "of peak" }) table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var layer in layers)
            table.AddRow(layer.Name, layer.Kernel, Text($"{layer.Milliseconds:0.000}"), Text($"{layer.GflopsPerSecond:0}"), Text($"{layer.PeakShare:P0}"));
        AnsiConsole.Write(table);
    }

    private static string Elsewhere(BenchmarkReport report) => report.ThroughputDevice == report.Device ? "" : $", but on {report.ThroughputDevice}";

    private static string PeakShare(BenchmarkReport report) =>
        report.GflopPerMap is { } operations ? Text($"; {operations:0.0} GFLOP a map use {report.PeakShare:P0} of it") : "";

    private static string PerStream(BenchmarkReport report) => report.MemoryPerStream is { } memory ? Text($", {memory:0.0} MB a further stream") : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // Far more digits than a measurement has.
    private static double Round(double value) => Math.Round(value, 4);

    private static double? Round(double? value) => value is { } number ? Round(number) : null;
}
