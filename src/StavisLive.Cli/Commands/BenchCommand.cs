using System.CommandLine;
using System.Text.Json;
using StavisLive.Cli.CommandLine;
using StavisLive.Cli.Running;
using StavisLive.Core.Configuration;
using StavisLive.Hosting.Composition;
using StavisLive.Model.Inference;
using StavisLive.Model.Inference.Benchmarking;
using StavisLive.Model.Network;

namespace StavisLive.Cli.Commands;

/// <summary><c>bench</c>: how fast the network runs on this machine.</summary>
internal static class BenchCommand
{
    public static Command Build()
    {
        var weights = new Option<string?>("--weights") { HelpName = "FILE", Description = "Weights (.safetensors or .pth); without them start values of --depth" };
        var depth = new Option<int?>("--depth") { HelpName = "10|18|34|50|101", Description = "ResNet depth without weights (default 50)" };
        var visualOnly = new Option<bool>("--visual-only") { Description = "Visual stage only" };
        var device = new WordOption<ComputeDevice>("--device", "model.device") { HelpName = "DEVICE", Description = "auto, cpu, cuda or cuda:N", DefaultValueFactory = _ => "auto" };
        var precision = new WordOption<InferencePrecision>("--precision", "model.precision") { HelpName = "PRECISION", Description = "auto, fp32, bf16 or fp16", DefaultValueFactory = _ => "auto" };
        var threads = new Option<int?>("--threads") { HelpName = "N", Description = "Threads on the CPU (default: one per core)" };
        var streams = new Option<int>("--streams") { HelpName = "N", Description = "Streams that take turns", DefaultValueFactory = _ => 1 };
        var steps = new Option<int>("--steps") { HelpName = "N", Description = "Steps to measure", DefaultValueFactory = _ => 300 };
        var layers = new Option<bool>("--layers") { Description = "Measure each layer by itself as well" };
        var json = new Option<bool>("--json") { Description = "Answer as JSON" };
        var command = new Command("bench", "Measure steps, throughput, memory and the share of the machine's peak")
        {
            weights, depth, visualOnly, device, precision, threads, streams, steps, layers, json,
        };
        command.SetAction(parsed =>
        {
            var model = new ModelConfig
            {
                Weights = parsed.GetValue(weights),
                VisualOnly = parsed.GetValue(visualOnly),
                Device = device.ValueIn(parsed) ?? ComputeDevice.Auto,
                Precision = precision.ValueIn(parsed) ?? InferencePrecision.Auto,
                Threads = parsed.GetValue(threads),
            };
            var options = new BenchmarkOptions
            {
                Predictor = PredictorFactory.OptionsOf(model),
                Streams = parsed.GetValue(streams),
                Steps = parsed.GetValue(steps),
                Layers = parsed.GetValue(layers),
            };
            Check([.. OptionKinds.Misread(command.Options, parsed), .. ConfigValidation.ModelProblems(model)], model, parsed.GetValue(depth), options);
            var report = Measure(model, parsed.GetValue(depth) ?? NetworkVariant.Published.Depth, options);
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(BenchReport.AsJson(report), BenchReport.JsonOptions));
            else BenchReport.Write(Console.Out, report);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Check(IEnumerable<ConfigProblem> found, ModelConfig model, int? depth, BenchmarkOptions options)
    {
        List<string> problems = [.. found.Select(OptionWords.Of)];
        if (model.Weights is not null && depth is not null) problems.Add("--depth is for a network without weights: --weights brings its own.");
        if (depth is { } number && !NetworkVariant.Depths.Contains(number)) problems.Add($"--depth is one of {string.Join(", ", NetworkVariant.Depths)}, not {depth}.");
        if (options.Streams is < 1 or > 64) problems.Add($"--streams must be 1 to 64, not {options.Streams}.");
        if (options.Steps is < 10 or > 1_000_000) problems.Add($"--steps must be 10 to 1000000, not {options.Steps}.");
        if (problems.Count > 0) throw new ConfigException(problems);
    }

    private static BenchmarkReport Measure(ModelConfig model, int depth, BenchmarkOptions options)
    {
        using var line = Console.IsErrorRedirected ? null : new StatusLine();
        return EngineBenchmark.Run(Load, options, status => line?.Show(status));

        SaliencyNetwork Load() => model.Weights is { } file
            ? SaliencyNetwork.Load(file, model.VisualOnly)
            : SaliencyNetwork.Untrained(NetworkVariant.Published with { Depth = depth, Audiovisual = !model.VisualOnly });
    }
}
