using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Benchmarks.Stages;
using StavisLive.Core.Inference;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Rendering;
using StavisLive.Media.Sinks.Metrics;
using StavisLive.Media.Sinks.Video;
using StavisLive.Media.Sources.Files;
using StavisLive.Testing;

namespace StavisLive.Benchmarks.Measurements;

/// <summary>
/// What the pipeline itself costs per 1280x720 frame: this process's processor time, with a network that sees the same in every
/// window. Decoder and encoder are child processes, whose time isn't this one's.
/// </summary>
internal static class PipelineOverhead
{
    private const int Warming = 50;
    private const int Frames = 250;
    private const int Rounds = 5;

    /// <summary>Measures and writes a table.</summary>
    public static async Task MeasureAsync(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("overhead-");
        try
        {
            var tools = await FfmpegTools.FindAsync(CancellationToken.None);
            var clip = await MakeClipAsync(tools, Path.Combine(folder.FullName, "clip.mp4"));
            string PathOf(string name) => Path.Combine(folder.FullName, name);

            output.WriteLine("pipeline                                                    CPU ms/frame (median, range)   allocated bytes/frame");
            await ReportAsync(output, "prepared frames -> overlay pixels, metrics", async () => await RunAsync(
                new PreparedSource(Frames), [new RenderingSink(), new MetricsSink(PathOf("m.jsonl"))]));
            await ReportAsync(output, "decoder's pipe -> overlay into the encoder's pipe, metrics", async () => await RunAsync(
                new FileSource(clip, new FileSourceOptions(), TimeProvider.System, NullLogger.Instance),
                [
                    new OverlayVideoSink(
                        new FfmpegProcessEncoderFactory(tools, TimeProvider.System, NullLogger.Instance), PathOf("o.mp4"), new OverlayOptions(), NullLogger.Instance),
                    new MetricsSink(PathOf("m.jsonl")),
                ]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task ReportAsync(TextWriter output, string name, Func<Task<Cost>> run)
    {
        await run();
        var costs = new List<Cost>();
        for (var round = 0; round < Rounds; round++) costs.Add(await run());
        var times = costs.Select(cost => cost.Milliseconds).Order().ToList();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-58}  {times[Rounds / 2]:0.00} ({times[0]:0.00} to {times[^1]:0.00})             {costs.Min(cost => cost.Bytes):0}"));
    }

    private static async Task<Cost> RunAsync(ISource source, IReadOnlyList<ISink> sinks)
    {
        await using var scheduler = new InferenceScheduler(() => new FixedMapPredictor(Scene.Map()), TimeProvider.System);
        scheduler.Start();
        var watch = new SteadyState(Warming);
        await using var session = new StreamSession(
            new SessionOptions { Name = "overhead" }, source, [.. sinks, watch], scheduler, new FramePreprocessor(), TimeProvider.System, NullLogger.Instance);
        var outcome = await session.RunAsync(CancellationToken.None);
        if (!outcome.Succeeded) throw new InvalidOperationException(outcome.SourceFailure?.Message ?? outcome.SinkFailures.Values.First().Message);
        return watch.Cost;
    }

    private static async Task<string> MakeClipAsync(FfmpegTools tools, string path)
    {
        await using var child = FfmpegProcess.Start(
            tools.Ffmpeg,
            [
                "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", $"testsrc2=size={Scene.Width}x{Scene.Height}:rate=25",
                "-f", "lavfi", "-i", "sine=frequency=441", "-frames:v", $"{Frames}", "-t", "10",
                "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", path,
            ]);
        if (await child.WaitForExitAsync(CancellationToken.None) != 0) throw new InvalidOperationException(child.Messages);
        return path;
    }

    /// <summary>What a frame cost.</summary>
    public readonly record struct Cost(double Milliseconds, double Bytes);

    /// <summary>Measures from one published frame to the last, so that neither start nor end counts.</summary>
    private sealed class SteadyState(int from) : ISink
    {
        private readonly Process _process = Process.GetCurrentProcess();
        private TimeSpan _time;
        private long _bytes;
        private int _frames;

        public Cost Cost { get; private set; }

        public string Name => "steady-state";

        public bool NeedsPicture => false;

        public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
        {
            if (++_frames != from) return default;
            (_time, _bytes) = Now();
            return default;
        }

        public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken)
        {
            var (time, bytes) = Now();
            Cost = new Cost((time - _time).TotalMilliseconds / (_frames - from), (double)(bytes - _bytes) / (_frames - from));
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            _process.Dispose();
            return default;
        }

        private (TimeSpan Time, long Bytes) Now()
        {
            _process.Refresh();
            return (_process.TotalProcessorTime, GC.GetTotalAllocatedBytes());
        }
    }
}
