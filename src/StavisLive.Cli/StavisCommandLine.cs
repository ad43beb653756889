using System.CommandLine;
using StavisLive.Cli.CommandLine;
using StavisLive.Cli.Commands;
using StavisLive.Cli.Running;
using StavisLive.Core.Configuration;
using StavisLive.Core.Diagnostics;
using StavisLive.Hosting.Composition;

namespace StavisLive.Cli;

/// <summary>The command line: the main job at the root, and the commands beside it.</summary>
internal static class StavisCommandLine
{
    /// <summary>Parses, runs, and gives the exit code (<see cref="ExitCode"/>).</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        LastingWriter.TakeOver();
        // An address may be given to the wrong option, without a scheme or to none at all, and then stand in any message.
        foreach (var text in args.Where(text => text.Contains('@') || text.Contains("://", StringComparison.Ordinal)))
            SafeAddress.Know(text.StartsWith("--", StringComparison.Ordinal) ? text[(text.IndexOf('=') + 1)..] : text);
        var parsed = Build().Parse(args);
        if (UsageErrors.In(parsed) is { Count: > 0 } errors) return UsageErrors.Report(errors);
        // Interruption is the commands' own affair: they close files first.
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        return await Failures.ReportAsync(() => parsed.InvokeAsync(invocation));
    }

    /// <summary>All of it: what is parsed, and what <see cref="OptionWords"/> are taken from.</summary>
    internal static RootCommand Build()
    {
        var run = new RunOptions();
        var root = new RootCommand("Watches a camera, an RTSP stream or a file together with its sound and tells, live, where people would look.")
        {
            DevicesCommand.Build(),
            DoctorCommand.Build(),
            SyncTestCommand.Build(),
            EvaluateCommand.Build(),
            ModelCommand.Build(),
            BenchCommand.Build(),
            FoveateCommand.Build(),
            QpCommand.Build(),
            WeightsCommand.Build(),
            TrainCommand.Build(),
            NodeCommand.Build(),
            ClusterCommand.Build(),
        };
        run.AddTo(root);
        OptionValues.ReadIn(root);
        root.SetAction(parsed => RunCommand.RunAsync(stop => SettleAsync(() => run.ToConfig(parsed), stop), run.FileOf(parsed)));
        return root;
    }

    // A configuration that is read again is refused in the log, in the same words.
    private static async Task<HostPlan> SettleAsync(Func<StavisConfig> read, CancellationToken stop)
    {
        try
        {
            return await HostPlan.SettleAsync(read(), stop);
        }
        catch (ConfigException e)
        {
            throw new ConfigException(OptionWords.Of(e));
        }
    }
}
