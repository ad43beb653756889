using Microsoft.Extensions.Logging;
using StavisLive.Cli.Composition;
using StavisLive.Cli.Logging;
using StavisLive.Cli.Running;
using StavisLive.Core.Configuration;
using StavisLive.Core.Pipeline;
using StavisLive.Model.Inference;

namespace StavisLive.Cli.Commands;

/// <summary>The main job: a source through the network into the sinks.</summary>
internal static partial class RunCommand
{
    /// <summary>Runs to the source's end, the window's closing, or an interruption.</summary>
    /// <exception cref="ConfigException">An output that cannot be meant.</exception>
    public static async Task<int> RunAsync(StavisConfig config)
    {
        var time = TimeProvider.System;
        var plan = RunPlan.Of(config);
        using var logs = LogSetup.Create(config.Log);
        var log = logs.CreateLogger("stavis-live");
        using var interruption = new Interruption();

        // The network loads while the source is opened.
        await using var worker = new InferenceWorker(() => PredictorFactory.Create(config.Model, log, time), time);
        var sinks = await SinkFactory.CreateAsync(plan, time, logs);
        await using var recorder = RecorderFactory.Create(plan, time, logs);
        using var signal = RecorderSignal.Register(recorder);
        await using var session = new StreamSession(
            new SessionOptions
            {
                Name = plan.StreamName,
                Alignment = config.Window.Align,
                WindowFps = config.Window.Fps,
                Sound = config.Source.Mic != "none",
                Tap = recorder,
            },
            SourceFactory.Create(plan, time, logs), sinks.All, worker, new FramePreprocessor(), time, log);

        SessionOutcome outcome;
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token, sinks.WindowClosed))
        await using (new Progress(session, time))
            outcome = await session.RunAsync(stop.Token);

        if (outcome.SourceFailure is { } failure) LogSourceFailed(log, failure.Message);
        RunReport.Write(Console.Out, outcome, config.Outputs);
        if (interruption.Token.IsCancellationRequested) return ExitCode.Interrupted;
        return outcome.Succeeded ? ExitCode.Done : ExitCode.Failed;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reason:l}")]
    private static partial void LogSourceFailed(ILogger log, string reason);
}
