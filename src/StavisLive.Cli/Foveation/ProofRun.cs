using Microsoft.Extensions.Logging;
using StavisLive.Cli.Logging;
using StavisLive.Cli.Running;
using StavisLive.Core.Configuration;
using StavisLive.Core.Inference;
using StavisLive.Core.Windowing;
using StavisLive.Evaluation.Foveation;
using StavisLive.Hosting.Composition;
using StavisLive.Media.Encoding.Trials;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Sources.Files;

namespace StavisLive.Cli.Foveation;

/// <summary>Carries a comparison out and tells its outcome.</summary>
internal static partial class ProofRun
{
    // In the report, the baseline's second worst quality: where differences are seen, and nothing has fallen apart.
    private const int ShownPoint = 2;

    /// <summary>Runs all of it; gives the exit code.</summary>
    public static async Task<int> RunAsync(ProofRequest request)
    {
        using var logs = LogSetup.Create(new LogConfig());
        var log = logs.CreateLogger("stavis-live");
        using var interruption = new Interruption();
        try
        {
            // Made before the work, so that a path that cannot be written doesn't cost it.
            if (request.Report is { } folder) Directory.CreateDirectory(folder);
            var tools = await FfmpegTools.FindAsync(interruption.Token);
            var maps = await MapsAsync(request, logs, log, interruption.Token);
            using var clip = await TrialClip.DecodeAsync(tools, request.Clip, maps.Source, maps.Maps.Count, interruption.Token);
            var gaze = request.Gaze is { } table ? GazeTable.Read(table, clip.FrameRate, clip.Count) : null;
            var proof = new Proof(request.Plan, clip, maps, gaze, tools);
            proof.Encoding += (what, number, count) => LogEncoding(log, what, number, count);
            var answer = await CompareAsync(request, proof, clip, gaze, interruption.Token);
            if (request.AsJson) ProofJson.Write(Console.Out, answer);
            else ProofTables.Write(Console.Out, answer);
            if (request.Report is { } report) await WriteReportAsync(report, request, proof, answer, interruption.Token);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    private static async Task<ClipMaps> MapsAsync(ProofRequest request, ILoggerFactory logs, ILogger log, CancellationToken stop)
    {
        var time = TimeProvider.System;
        await using var scheduler = new InferenceScheduler(() => PredictorFactory.Create(request.Model, log, time), time);
        scheduler.Start();
        await scheduler.Ready;
        return await ClipMaps.MakeAsync(
            request.Clip, scheduler, request.Plan.IsLive ? MapAlignment.Newest : MapAlignment.Center, request.MaxFrames, time,
            logs.CreateLogger<FileSource>(), session => new Progress(() => [session.Status()], time), stop);
    }

    private static async Task<ProofAnswer> CompareAsync(ProofRequest request, Proof proof, TrialClip clip, GazeTable? gaze, CancellationToken stop)
    {
        var (byQuality, byBitrate) = (new Dictionary<string, CodecResult>(), new Dictionary<string, CodecResult>());
        foreach (var codec in request.Plan.Codecs)
        {
            var name = codec.ToString().ToLowerInvariant();
            byQuality[name] = await proof.ByQualityAsync(codec, stop);
            if (request.Plan.WithTwoPasses && TrialEncoder.HasTwoPasses(codec))
                byBitrate[name] = await proof.ByBitrateAsync(codec, byQuality[name].Baseline.Select(point => point.Kbps), stop);
        }
        return new ProofAnswer(
            Path.GetFileName(request.Clip), clip.Width, clip.Height, clip.Count, clip.FrameRate, gaze?.Observers, request.Plan.Foveation.Strength, request.Plan.IsLive,
            byQuality, byBitrate);
    }

    private static async Task WriteReportAsync(string folder, ProofRequest request, Proof proof, ProofAnswer answer, CancellationToken stop)
    {
        var page = new ProofPage(folder, answer);
        foreach (var codec in request.Plan.Codecs)
        {
            var name = codec.ToString().ToLowerInvariant();
            foreach (var arm in proof.Arms)
                page.Add(name, arm, await proof.PicturesAsync(codec, answer.Codecs[name].Baseline[ShownPoint], arm, stop));
        }
        page.Write();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Encoding {Number} of {Count}: {What:l}")]
    private static partial void LogEncoding(ILogger log, string what, int number, int count);
}
