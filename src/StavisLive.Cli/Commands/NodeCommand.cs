using System.CommandLine;
using StavisLive.Cli.CommandLine;
using StavisLive.Cli.Logging;
using StavisLive.Cli.Running;
using StavisLive.Cluster;

namespace StavisLive.Cli.Commands;

/// <summary><c>node</c>: this machine as one of a cluster, which gives it sources to watch.</summary>
internal static class NodeCommand
{
    public static Command Build()
    {
        var options = new NodeOptions();
        var command = new Command("node", "Join a cluster, and watch what it gives this machine (docs/scale.md)");
        options.AddTo(command);
        command.SetAction(async parsed =>
        {
            var config = options.ToConfig(parsed);
            // What Orleans says of its own affairs is said in this program's words where it matters to people.
            using var logs = LogSetup.Create(config.Log, "Microsoft", "Orleans", "Polly");
            using var interruption = new Interruption();
            await NodeRun.ToEndAsync(
                config, asNode => MainHost.Build(_ => { }, config, options.FileOf(parsed), logs, asNode), host => MainRun.ToEndAsync(host, interruption.Token), logs, interruption.Token);
            return interruption.Token.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
        });
        return command;
    }
}
