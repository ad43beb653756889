using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using StavisLive.Cli.CommandLine;
using StavisLive.Cli.Logging;
using StavisLive.Cli.Running;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Core.Synchronization;
using StavisLive.Hosting.Composition;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Synchronization;

namespace StavisLive.Cli.Commands;

/// <summary><c>sync-test</c>: how far a source's sound lies from its pictures, by flashes and beeps or claps.</summary>
internal static partial class SyncTestCommand
{
    // A cycle of the clip and most of another: eight events.
    private const double LiveSeconds = 20;

    // Flashes are kept until the end, a few bytes a picture: an hour of them is nothing, a forgotten run for weeks would not be.
    private const double MostSeconds = 3600;

    private const double ClipSeconds = 60;

    public static Command Build()
    {
        var source = new SourceOptions();
        var duration = new Option<double?>("--duration") { HelpName = "S", Description = $"Seconds to watch (default: {LiveSeconds} of a live source, all of a file) or to make (default: {ClipSeconds})" };
        var make = new Option<string?>("--make") { HelpName = "FILE.mp4", Description = "Make a clip that flashes and beeps, to show to the camera or to publish" };
        var json = new Option<bool>("--json") { Description = "Answer as JSON" };
        var command = new Command("sync-test", "Measure by flashes and beeps or claps how far the sound lies from the pictures") { duration, make, json };
        source.AddTo(command);
        command.SetAction(parsed =>
        {
            var seconds = parsed.GetValue(duration);
            if (seconds is <= 0 or > MostSeconds or double.NaN) throw new ConfigException($"--duration must be more than 0 and at most {MostSeconds} seconds, not {seconds}.");
            var chosen = source.Over(new SourceConfig(), parsed);
            source.Check([chosen], parsed);
            if (parsed.GetValue(make) is not { } clip) return MeasureAsync(chosen, [.. OptionKinds.Misread(source.All, parsed)], seconds, parsed.GetValue(json));
            if (chosen.Given > 0) throw new ConfigException("--make makes a clip and measures nothing: give it no source.");
            return MakeAsync(clip, seconds ?? ClipSeconds);
        });
        return command;
    }

    private static async Task<int> MakeAsync(string path, double seconds)
    {
        using var interruption = new Interruption();
        try
        {
            await SyncClip.MakeAsync(await FfmpegTools.FindAsync(interruption.Token), path, seconds, interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        Console.Out.WriteLine($"wrote {path}: play it full-screen with its sound before camera and microphone, or publish it, and run sync-test on that");
        return ExitCode.Done;
    }

    private static async Task<int> MeasureAsync(SourceConfig source, ValueList<ConfigProblem> misread, double? seconds, bool asJson)
    {
        var isLive = source.Camera is not null || source.Rtsp is not null || source.Realtime;
        var config = new StavisConfig
        {
            Source = source,
            Outputs = new OutputConfig { Display = false },
            Misread = misread,
            Limits = new LimitConfig { Duration = seconds ?? (isLive ? LiveSeconds : MostSeconds) },
        };
        var plan = HostPlan.Of(config).Streams[0];
        if (plan.IsStills) throw new ConfigException("sync-test needs pictures that move and their sound; stills have none.");
        using var logs = LogSetup.Create(config.Log);
        using var interruption = new Interruption();

        var recorder = new SyncRecorder();
        var loss = await WatchAsync(plan, logs, recorder, interruption.Token);
        Report(Measure(recorder, loss), source.AvOffset, asJson);
        return interruption.Token.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }

    // What broke the source off, if anything did: what came before may be enough.
    private static async Task<SourceException?> WatchAsync(StreamPlan plan, ILoggerFactory logs, SyncRecorder recorder, CancellationToken stop)
    {
        await using var source = SourceFactory.Create(plan, TimeProvider.System, logs);
        try
        {
            var description = await source.OpenAsync(stop);
            if (description.IsLive) LogWatching(logs.CreateLogger("stavis-live"), plan.StreamName, plan.Config.Limits.Duration!.Value);
            await source.ReadAsync(recorder, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Interrupted: what was seen so far is told.
        }
        catch (SourceException e) when (recorder.HasPictures)
        {
            return e;
        }
        return null;
    }

    private static SyncMeasurement Measure(SyncRecorder recorder, SourceException? loss)
    {
        try
        {
            return recorder.Measure();
        }
        catch (SyncNotFoundException e) when (loss is not null)
        {
            throw new SyncNotFoundException($"{e.Message} {loss.Message}");
        }
    }

    private static void Report(SyncMeasurement measured, double given, bool asJson)
    {
        // An offset given by hand is in what was measured.
        var better = Math.Round(given - measured.OffsetMilliseconds);
        if (asJson) Console.Out.WriteLine(JsonSerializer.Serialize(SyncReport.AsJson(measured, better), SyncReport.JsonOptions));
        else SyncReport.Write(Console.Out, measured, better);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Watching {Source:l} for {Seconds} s: show it the clip of sync-test --make, or let a lamp flash and clap at the same moment, again and again")]
    private static partial void LogWatching(ILogger log, string source, double seconds);
}
