using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using StavisLive.Cli.Logging;
using StavisLive.Cli.Running;
using StavisLive.Core.Configuration;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Reload;
using StavisLive.Hosting.Streams;

namespace StavisLive.Cli.Commands;

/// <summary>The main job: one source or many through the network into the sinks.</summary>
internal static class RunCommand
{
    /// <summary>Runs to the sources' end, the display's closing, or an interruption.</summary>
    /// <param name="load">Reads, checks and settles the configuration; again when it has changed.</param>
    /// <param name="configFile">Where it stands; null where there is no file. It is followed where sources are live or a list.</param>
    /// <exception cref="ConfigException">It cannot be run.</exception>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<HostPlan>> load, string? configFile)
    {
        var terminal = ControllingTerminal.Note();
        // From here on, since whoever asks for a recording too early or too late must not end the run by it.
        StreamManager? manager = null;
        using var recording = ProcessSignals.OnRecordingAsked(() => manager?.TriggerRecordings("signal"));
        var plan = await load(CancellationToken.None);
        // A film is not begun anew because its file of settings is edited.
        var followed = plan.IsList || plan.Streams is [{ IsCaptured: true }] ? configFile : null;
        if (!MayRecord(plan, followed)) recording.Dispose();
        // On Windows it says that the window is closed, and nothing else.
        var reloadsOnHangup = followed is not null && !OperatingSystem.IsWindows();
        using var interruption = new Interruption(onHangup: !reloadsOnHangup);
        // Once signals end the run in order, and while the host is built.
        await using var loading = new TorchLoading();

        // The host's own events say what this program says itself, and so does a single source's failure, unless others keep it alive behind that.
        string[] silenced = plan.IsList || plan.Config.IsWatchedByOthers ? ["Microsoft"] : ["Microsoft", StreamManager.FailureCategory];
        using var logs = LogSetup.Create(plan.Config.Log, silenced);
        var host = MainHost.Build(
            options =>
            {
                options.Plan = plan;
                options.Load = ReloadAsync;
                options.WatchedFile = followed;
                options.StopsHostWhenAllEnded = true;
                options.EndsStreamsWithOutputs = !plan.Config.IsWatchedByOthers;
            },
            plan.Config, configFile, logs);
        await using ((IAsyncDisposable)host)
        {
            manager = host.Services.GetRequiredService<StreamManager>();
            // It loads while the host starts.
            if (plan.Streams.Count > 0) manager.PrepareNetwork(plan.Config.Model);
            var reload = host.Services.GetRequiredService<ConfigReload>();
            // It asks for the configuration to be read again, unless it says that the terminal is closed.
            using var hangup = reloadsOnHangup ? ProcessSignals.OnHangup(HangUp) : null;
            await MainRun.ToEndAsync(host, interruption.Token);

            void HangUp()
            {
                if (terminal.IsClosed) interruption.Interrupt();
                else reload.Request();
            }
        }
        return Report(plan, manager, interruption.Token.IsCancellationRequested);

        // At the start a camera that is not there is most likely mistyped; later it may be away, and all the others go on.
        async Task<HostPlan> ReloadAsync(CancellationToken cancellationToken)
        {
            var changed = await load(cancellationToken);
            return changed with { Streams = [.. changed.Streams.Select(stream => stream with { KeepsTrying = true })] };
        }
    }

    // A file that is followed may give a recorder while it runs.
    private static bool MayRecord(HostPlan plan, string? followed) =>
        followed is not null || plan.Streams.Any(stream => stream.Config.Outputs.Recorder.Folder is not null);

    private static int Report(HostPlan plan, StreamManager manager, bool isInterrupted)
    {
        // Of many streams none can end the run, but the network can, and a single source's failure is the run's.
        var failure = manager.NetworkFailure ?? (manager.Ends is [.., { Plan.IsOneOfMany: false } last] ? last.Failure : null);
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);

        // Standard output may hold records, which a report is none of.
        var report = plan.Streams.Any(stream => stream.Config.Outputs.HasStandardOutput) ? Console.Error : Console.Out;
        // Through the server a source may have been paused, or others added.
        if (plan.IsList || manager.Ends.Count > 1) RunReport.Write(report, manager.Ends);
        else RunReport.Write(report, manager.Ends[0].Outcome!, plan.Config.Outputs);
        if (isInterrupted) return ExitCode.Interrupted;
        return manager.Ends.All(end => end.Succeeded) ? ExitCode.Done : ExitCode.Failed;
    }
}
