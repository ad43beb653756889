using Microsoft.Extensions.Logging;
using StavisLive.Cli.Logging;
using StavisLive.Cli.Running;
using StavisLive.Core.Configuration;
using StavisLive.Core.Inference;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Reload;
using StavisLive.Hosting.Streams;

namespace StavisLive.Cli.Commands;

/// <summary>The main job: one source or many through the network into the sinks.</summary>
internal static class RunCommand
{
    /// <summary>Runs to the sources' end, the window's closing, or an interruption.</summary>
    /// <param name="load">Reads, checks and settles the configuration; again when it has changed.</param>
    /// <param name="configFile">Where it stands; null where there is no file.</param>
    /// <exception cref="ConfigException">It cannot be run.</exception>
    public static async Task<int> RunAsync(Func<Task<HostPlan>> load, string? configFile)
    {
        var time = TimeProvider.System;
        var plan = await load();
        using var logs = LogSetup.Create(plan.Config.Log);
        var log = logs.CreateLogger("stavis-live");
        using var interruption = new Interruption(onHangup: !plan.IsList);
        await using var watch = plan.IsList ? new ConfigWatch(configFile!, time) : null;

        // The network loads while the sources are opened.
        await using var worker = new InferenceScheduler(() => PredictorFactory.Create(plan.Config.Model, log, time), time);
        worker.Start();
        var manager = new StreamManager(worker, time, logs);
        IReadOnlyList<StreamEnd> ends;
        await using (new Progress(manager.Status, time))
            ends = await manager.RunAsync(plan, watch is null ? null : new ConfigReload(watch, load, log), interruption.Token);

        if (plan.IsList) RunReport.Write(Console.Out, ends);
        else RunReport.Write(Console.Out, ends[0].Outcome!, plan.Config.Outputs);
        if (interruption.Token.IsCancellationRequested) return ExitCode.Interrupted;
        return ends.All(end => end.Succeeded) ? ExitCode.Done : ExitCode.Failed;
    }
}
