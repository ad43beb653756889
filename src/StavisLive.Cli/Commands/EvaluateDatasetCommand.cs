using System.CommandLine;
using StavisLive.Cli.CommandLine;
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
        var compare = new Option<string?>("--compare") { HelpName = "FILE", Description = "Other weights on the same clips: every score's difference, with its 95% interval" };
        var mute = new Option<bool>("--mute") { Description = "The same clips in silence too: what sound adds, with its 95% interval; doubles the time where there is sound" };
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
        foreach (var option in model.All) command.Add(option);
        sampling.AddTo(command);
        foreach (var option in new Option[] { compare, mute, protocol, noBaselines, json, csv, report }) command.Add(option);
        command.SetAction(parsed =>
        {
            var weights = model.ToConfig(parsed);
            return EvaluationRun.RunAsync(new EvaluationPlan
            {
                Dataset = dataset.ToChoice(parsed),
                Model = weights,
                Compared = ComparedWith(weights, parsed.GetValue(compare)),
                WithMuted = WantsMuted(weights, parsed.GetValue(mute)),
                Protocol = ProtocolOf(parsed.GetRequiredValue(protocol)),
                Scorer = sampling.CreateScorer(parsed),
                Seed = sampling.Seed(parsed),
                WithBaselines = !parsed.GetValue(noBaselines),
                AsJson = parsed.GetValue(json),
                Csv = parsed.GetValue(csv),
                Report = parsed.GetValue(report),
            });
        });
        return command;
    }

    // What is compared are weights: both run on the same device, in the same precision.
    private static ModelConfig? ComparedWith(ModelConfig model, string? weights) => weights switch
    {
        null => null,
        "" => throw new ConfigException("--compare must be a path; it is empty."),
        _ => model with { Weights = weights },
    };

    private static bool WantsMuted(ModelConfig model, bool mute) => mute && model.VisualOnly
        ? throw new ConfigException("--mute tells what sound adds, and --visual-only ignores it: leave one of them out.")
        : mute;

    private static EvaluationProtocol ProtocolOf(string name) => EvaluationProtocol.All.TryGetValue(name, out var protocol)
        ? protocol
        : throw new ConfigException($"--protocol is {string.Join(" or ", EvaluationProtocol.All.Keys)}, not \"{name}\".");
}
