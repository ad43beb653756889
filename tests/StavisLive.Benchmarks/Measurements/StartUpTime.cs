using System.Diagnostics;
using System.Globalization;
using StavisLive.Model.Checkpoints;
using StavisLive.Model.Network;

namespace StavisLive.Benchmarks.Measurements;

/// <summary>From the start of the built program to its first line of metrics, with the built-in scene and weights from a file.</summary>
internal static class StartUpTime
{
    private const int Rounds = 5;

    /// <summary>Measures and writes a line for each depth.</summary>
    public static async Task MeasureAsync(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("startup-");
        try
        {
            foreach (var depth in new[] { 18, 50 })
            {
                var weights = Path.Combine(folder.FullName, $"{depth}.safetensors");
                using (var network = new StavisNetwork(new NetworkVariant(depth))) WeightsFile.Save(network, weights);
                await FirstMapAsync(weights, Path.Combine(folder.FullName, "m.jsonl"));
                var times = new List<double>();
                for (var round = 0; round < Rounds; round++)
                    times.Add((await FirstMapAsync(weights, Path.Combine(folder.FullName, "m.jsonl"))).TotalSeconds);
                times.Sort();
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"start to first map, ResNet-{depth}: {times[Rounds / 2]:0.00} s (median of {Rounds}, {times[0]:0.00} to {times[^1]:0.00})"));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<TimeSpan> FirstMapAsync(string weights, string metrics)
    {
        File.Delete(metrics);
        var begun = Stopwatch.GetTimestamp();
        using var program = Process.Start(new ProcessStartInfo(
            Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "StavisLive.Cli", "release", "stavis-live")),
            ["--synthetic", "--max-frames", "1", "--weights", weights, "--metrics", metrics])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var messages = program.StandardError.ReadToEndAsync();
        while (!program.HasExited && !(File.Exists(metrics) && new FileInfo(metrics).Length > 0)) await Task.Delay(2);
        var elapsed = Stopwatch.GetElapsedTime(begun);
        await program.WaitForExitAsync();
        return program.ExitCode == 0 ? elapsed : throw new InvalidOperationException(await messages);
    }
}
