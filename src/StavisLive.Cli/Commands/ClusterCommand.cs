using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Cli.CommandLine;
using StavisLive.Cli.Running;
using StavisLive.Cluster.Client;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Validation;

namespace StavisLive.Cli.Commands;

/// <summary><c>cluster</c>: what a cluster is to watch, and what it does, from any machine that reaches it.</summary>
internal static class ClusterCommand
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    public static Command Build() => new("cluster", "Tell a cluster what to watch, and see what it does (docs/scale.md)")
    {
        BuildApply(), BuildStatus(), BuildMove(), BuildDrain(), BuildRemove(),
    };

    private static Command BuildApply()
    {
        var file = new Argument<string>("FILE") { Description = "Configuration; its sources become those of the cluster" };
        var command = new Command("apply", "Make a configuration's sources those of the cluster; what stays the same doesn't notice") { file };
        return WithCluster(command, async (cluster, parsed) =>
        {
            var path = parsed.GetRequiredValue(file);
            var applied = await cluster.ApplyAsync(path);
            foreach (var section in ClusterClient.UnheardIn(path))
                Console.Error.WriteLine($"stavis-live: {path} has \"{section}\", which is each node's own: give it to stavis-live node --config.");
            Console.Out.WriteLine($"change {applied.Version}: {applied.Added} added, {applied.Changed} changed, {applied.Removed} removed, {applied.Kept} as before");
            return ExitCode.Done;
        });
    }

    private static Command BuildStatus()
    {
        var json = new Option<bool>("--json") { Description = "Answer as JSON" };
        return WithCluster(new Command("status", "Show the nodes, and which source runs where") { json }, async (cluster, parsed) =>
        {
            var status = await cluster.StatusAsync();
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(status, JsonOptions));
            else ClusterReport.Write(Console.Out, status);
            return ExitCode.Done;
        });
    }

    private static Command BuildMove()
    {
        var (source, node) = (new Argument<string>("SOURCE") { Description = "Name of the source" }, new Argument<string>("NODE") { Description = "Name of the node" });
        return WithCluster(new Command("move", "Move a source to a node") { source, node }, async (cluster, parsed) =>
        {
            await cluster.MoveAsync(parsed.GetRequiredValue(source), parsed.GetRequiredValue(node));
            return ExitCode.Done;
        });
    }

    private static Command BuildDrain()
    {
        var node = new Argument<string>("NODE") { Description = "Name of the node" };
        return WithCluster(new Command("drain", "Move every source away from a node, and wait until it has none") { node }, async (cluster, parsed) =>
        {
            var name = parsed.GetRequiredValue(node);
            await cluster.DrainAsync(name);
            while (true)
            {
                var hasTaker = await cluster.HasTakerAsync(name);
                // Asked after that: what is there then stays.
                IReadOnlyList<string> left = [.. (await cluster.StatusAsync()).Sources.Where(source => source.Node == name).Select(source => source.Name)];
                if (left.Count == 0) break;
                if (!hasTaker) throw new IOException($"No other node takes what stays on \"{name}\": {string.Join(", ", left)}.");
                await Task.Delay(Interval);
            }
            Console.Out.WriteLine($"{name} has no sources any more");
            return ExitCode.Done;
        });
    }

    private static Command BuildRemove()
    {
        var source = new Argument<string>("SOURCE") { Description = "Name of the source" };
        return WithCluster(new Command("remove", "End a source, and forget it") { source }, async (cluster, parsed) =>
        {
            await cluster.RemoveAsync(parsed.GetRequiredValue(source));
            return ExitCode.Done;
        });
    }

    private static Command WithCluster(Command command, Func<ClusterClient, ParseResult, Task<int>> action)
    {
        var options = new ClusterOptions();
        foreach (var option in options.All) command.Add(option);
        command.SetAction(async parsed =>
        {
            var config = new StavisConfig { Cluster = options.Over(new ClusterConfig(), parsed) };
            IReadOnlyList<ConfigProblem> problems = [.. ConfigValidation.NodeProblems(config)];
            if (problems.Count > 0) throw new ConfigException(problems);
            await using var cluster = await ClusterClient.ConnectAsync(config.Cluster, NullLoggerFactory.Instance, CancellationToken.None);
            return await action(cluster, parsed);
        });
        return command;
    }
}
