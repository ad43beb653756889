using System.CommandLine;
using StavisLive.Cli.Evaluation;
using StavisLive.Core.Configuration;
using StavisLive.Evaluation.Protocols;

namespace StavisLive.Cli.Commands;

/// <summary><c>evaluate dataset</c>: weights against what people looked at.</summary>
internal static class EvaluateDatasetCommand
{
    private const string DefaultProtocol = "plain";

    public static Command Build()
    {
        var dataset = new DatasetOptions();
        var model = new ModelOptions();
        var sampling = new SamplingOptions();
        var protocol = new Option<string>("--protocol")
        {
            HelpName = string.Join('|', EvaluationProtocol.All.Keys),
            Description = "plain: the program's own windows, maps resized bilinearly; stavis: the paper's",
            DefaultValueFactory = _ => DefaultProtocol,
        };
        var noBaselines = new Option<bool>("--no-baselines") { Description = "Score the network alone" };
        var json = new Option<bool>("--json") { Description = "Answer as JSON" };
        var csv = new Option<string?>("--csv") { HelpName = "FILE", Description = "Write every row as CSV" };
        var report = new Option<string?>("--report") { HelpName = "DIR", Description = "Write pictures, curves and a page that shows them" };

        var command = new Command("dataset", "Score weights on a data set, beside baselines that need none");
        dataset.AddTo(command);
        model.AddTo(command);
        sampling.AddTo(command);
        foreach (var option in new Option[] { protocol, noBaselines, json, csv, report }) command.Add(option);
        command.SetAction(parsed => EvaluationRun.RunAsync(new EvaluationPlan
        {
            Dataset = dataset.ToChoice(parsed),
            Model = model.ToConfig(parsed),
            Protocol = ProtocolOf(parsed.GetRequiredValue(protocol)),
            Scorer = sampling.CreateScorer(parsed),
            Seed = sampling.Seed(parsed),
            WithBaselines = !parsed.GetValue(noBaselines),
            AsJson = parsed.GetValue(json),
            Csv = parsed.GetValue(csv),
            Report = parsed.GetValue(report),
        }));
        return command;
    }

    private static EvaluationProtocol ProtocolOf(string name) => EvaluationProtocol.All.TryGetValue(name, out var protocol)
        ? protocol
        : throw new ConfigException($"--protocol is {string.Join(" or ", EvaluationProtocol.All.Keys)}, not \"{name}\".");
}
