using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Inference;
using StavisLive.Core.Sessions;
using StavisLive.Core.Windowing;
using StavisLive.Hosting.Composition;
using StavisLive.Testing;

namespace StavisLive.Benchmarks.Measurements;

/// <summary>
/// From a picture on its way to an RTSP server's encoder to its map published: 640x360 at 25 frames per second with audio over loopback, the
/// default weights, no look-ahead. The server flashes once a second and tells when.
/// </summary>
internal static class RtspDelay
{
    private const double Watched = 60;

    // The first flashes meet a network that is still warming up.
    private const int Warming = 5;

    // The server keeps running while nobody watches; a flash is seen within a second or not at all.
    private const double Longest = 1000;

    /// <summary>Measures and writes a line.</summary>
    public static async Task MeasureAsync(TextWriter output)
    {
        await using var server = await RtspServer.StartAsync("--size", "640x360", "--fps", "25", "--log-flashes");
        var served = new List<double>();
        var listening = ListenAsync(server, served);
        var time = TimeProvider.System;
        var sink = new FlashSink(time);
        await WatchAsync(server.Address, sink, time);
        server.Kill();
        await listening;

        var delays = sink.SeenAt.Skip(Warming)
            .Select(seen => seen - served.LastOrDefault(at => at <= seen, double.NegativeInfinity))
            .Where(delay => delay < Longest)
            .Order()
            .ToList();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"RTSP picture to map: p50 {At(delays, 0.5):0} ms, p95 {At(delays, 0.95):0} ms, max {delays[^1]:0} ms ({delays.Count} flashes)"));
    }

    private static async Task WatchAsync(string address, FlashSink sink, TimeProvider time)
    {
        var config = new StavisConfig
        {
            Source = new SourceConfig { Rtsp = address },
            Window = new WindowConfig { Align = MapAlignment.Newest },
            Outputs = new OutputConfig { Display = false },
            Limits = new LimitConfig { Duration = Watched },
        };
        var plan = StreamPlan.Of(config, config.Streams()[0]);
        await using var scheduler = new InferenceScheduler(() => PredictorFactory.Create(config.Model, NullLogger.Instance, time), time);
        scheduler.Start();
        await using var session = new StreamSession(
            new SessionOptions { Name = plan.StreamName, Alignment = plan.Alignment },
            SourceFactory.Create(plan, time, NullLoggerFactory.Instance), [sink], scheduler, new FramePreprocessor(), time, NullLogger.Instance);
        await session.RunAsync(CancellationToken.None);
    }

    private static async Task ListenAsync(RtspServer server, List<double> served)
    {
        while (await server.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("flash ", StringComparison.Ordinal)) served.Add(double.Parse(line.AsSpan(6), CultureInfo.InvariantCulture));
        }
    }

    private static double At(List<double> ordered, double share) => ordered[(int)Math.Ceiling(share * (ordered.Count - 1))];
}
