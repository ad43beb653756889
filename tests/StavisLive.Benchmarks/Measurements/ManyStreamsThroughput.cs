using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using StavisLive.Media.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Benchmarks.Measurements;

/// <summary>
/// Eight RTSP sources beside one: whether the network is used as well, whether each source gets its maps in turn, and how long one
/// waits. The built program with its default weights (ResNet-18) watches a server that sends what a file holds, at 320x240 and 25
/// frames per second with audio.
/// </summary>
internal static class ManyStreamsThroughput
{
    private const int Sources = 8;
    private const int Watched = 25;

    // Connections, the first steps, and what piled up meanwhile.
    private const double Warming = 8;

    // Fewer slots a second are fewer new pictures between a stream's turns.
    private const double Coarse = 12;

    /// <summary>Measures and writes a table.</summary>
    public static async Task MeasureAsync(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("wall-");
        try
        {
            var clip = await MakeClipAsync(Path.Combine(folder.FullName, "clip.mp4"));
            await using var server = await RtspServer.StartAsync("--file", clip, "--as-encoded");
            output.WriteLine("source         maps/s   mean wait ms   longest wait ms   longest/mean");
            var alone = await WatchAsync(server.Address, 1, windowFps: null, folder.FullName);
            WriteRow(output, "alone", alone[0]);
            foreach (var windowFps in new double?[] { null, Coarse })
            {
                var together = await WatchAsync(server.Address, Sources, windowFps, folder.FullName);
                for (var source = 0; source < Sources; source++) WriteRow(output, $"{source + 1} of {Sources}", together[source]);
                var sum = together.Sum(flow => flow.Rate);
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Sources} together, {windowFps ?? 25} slots a second: {sum:0.0} maps/s, {sum / alone[0].Rate:0.00} of one alone"));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void WriteRow(TextWriter output, string name, MapFlow flow) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-10}   {flow.Rate,8:0.0}   {flow.Mean.TotalMilliseconds,12:0}   {flow.Longest.TotalMilliseconds,15:0}   {flow.Longest / flow.Mean,12:0.0}"));

    private static async Task<IReadOnlyList<MapFlow>> WatchAsync(string address, int sources, double? windowFps, string folder)
    {
        string MetricsOf(string source) => Path.Combine(folder, $"{sources}-{source}.jsonl");
        var config = Path.Combine(folder, $"{sources}.json");
        await File.WriteAllTextAsync(config, new JsonObject
        {
            ["source"] = new JsonObject { ["rtsp"] = address },
            ["window"] = new JsonObject { ["fps"] = windowFps },
            ["outputs"] = new JsonObject { ["display"] = false, ["metrics"] = MetricsOf("{name}") },
            ["sources"] = new JsonArray([.. Enumerable.Range(0, sources).Select(source => new JsonObject { ["name"] = $"{source}" })]),
            ["limits"] = new JsonObject { ["duration"] = Watched },
        }.ToJsonString());
        using var program = Process.Start(new ProcessStartInfo(
            Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "StavisLive.Cli", "release", "stavis-live")), ["--config", config])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var messages = program.StandardError.ReadToEndAsync();
        await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        if (program.ExitCode != 0) throw new InvalidOperationException(await messages);
        return [.. Enumerable.Range(0, sources).Select(source => MapFlow.Of(MetricsOf($"{source}"), Warming))];
    }

    private static async Task<string> MakeClipAsync(string path)
    {
        var tools = await FfmpegTools.FindAsync(CancellationToken.None);
        await using var child = FfmpegProcess.Start(
            tools.Ffmpeg,
            [
                "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-f", "lavfi", "-i", "sine=frequency=441:sample_rate=48000",
                "-t", $"{Watched * 2}", "-c:v", "libx264", "-preset", "veryfast", "-g", "25", "-bf", "0", "-pix_fmt", "yuv420p", "-c:a", "aac", path,
            ]);
        if (await child.WaitForExitAsync(CancellationToken.None) != 0) throw new InvalidOperationException(child.Messages);
        return path;
    }
}
