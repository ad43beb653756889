using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using StavisLive.Cli.Benchmarking;
using StavisLive.Cli.CommandLine;
using StavisLive.Cli.Running;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Validation;
using StavisLive.Core.Inference;
using StavisLive.Hosting.Composition;
using StavisLive.Model.Inference;
using StavisLive.Model.Inference.Benchmarking;
using StavisLive.Model.Network;

namespace StavisLive.Cli.Commands;

/// <summary><c>bench</c>: how fast the network runs on this machine, and what a wall of streams gets of it.</summary>
internal static class BenchCommand
{
    private const string DefaultWord = "default";
    private const int MostStreams = 64;

    private const int Steps = 300;
    private const int WallSeconds = 20;

    // Of the network alone, before and after a wall; and as many as it takes until nothing more is compiled.
    private const int StepsAlone = 150;
    private const int FirstSteps = 30;

    public static Command Build()
    {
        var weights = new Option<string?>("--weights") { HelpName = "FILE", Description = "Weights (.safetensors or .pth), or the word default; without them start values of --depth" };
        var depth = new Option<int?>("--depth") { HelpName = "10|18|34|50|101", Description = "ResNet depth without weights (default 50)" };
        var visualOnly = new Option<bool>("--visual-only") { Description = "Visual stage only" };
        var device = new WordOption<ComputeDevice>("--device", "model.device") { HelpName = "DEVICE", Description = "auto, cpu, cuda or cuda:N", DefaultValueFactory = _ => "auto" };
        var precision = new WordOption<InferencePrecision>("--precision", "model.precision") { HelpName = "PRECISION", Description = "auto, fp32, bf16 or fp16", DefaultValueFactory = _ => "auto" };
        var threads = new Option<int?>("--threads") { HelpName = "N", Description = "Threads on the CPU (default: one per core that may be used)" };
        var streams = new Option<int>("--streams") { HelpName = "N", Description = "Streams that take turns", DefaultValueFactory = _ => 1 };
        var newPictures = new Option<int>("--new-pictures") { HelpName = "N", Description = "Pictures that are new to each step: a stream of 30 a second that gets 10 maps has 3", DefaultValueFactory = _ => 1 };
        var wall = new Option<string?>("--wall") { HelpName = "FILE|N", Description = "--streams copies of a file, or N of a made one, decoded and watched live; with the default weights unless others are given" };
        var duration = new Option<int>("--duration") { HelpName = "S", Description = "Seconds to measure a wall", DefaultValueFactory = _ => WallSeconds };
        var steps = new Option<int?>("--steps") { HelpName = "N", Description = $"Steps to measure (default: {Steps}; {StepsAlone} before and after a wall)" };
        var layers = new Option<bool>("--layers") { Description = "Measure each layer by itself as well" };
        var json = new Option<bool>("--json") { Description = "Answer as JSON" };
        var command = new Command("bench", "Measure steps, throughput, memory and the share of the machine's peak")
        {
            weights, depth, visualOnly, device, precision, threads, streams, newPictures, wall, duration, steps, layers, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            var file = parsed.GetValue(weights);
            var model = new ModelConfig
            {
                Weights = file == DefaultWord || (file is null && parsed.GetValue(wall) is not null) ? DefaultWeights.File : file,
                VisualOnly = parsed.GetValue(visualOnly),
                Device = device.ValueIn(parsed) ?? ComputeDevice.Auto,
                Precision = precision.ValueIn(parsed) ?? InferencePrecision.Auto,
                Threads = parsed.GetValue(threads),
            };
            var options = new BenchmarkOptions
            {
                Predictor = PredictorFactory.OptionsOf(model),
                Streams = parsed.GetValue(streams),
                NewPictures = parsed.GetValue(newPictures),
                Steps = parsed.GetValue(steps) ?? (parsed.GetValue(wall) is null ? Steps : StepsAlone),
                Layers = parsed.GetValue(layers),
            };
            Check([.. OptionKinds.Misread(command.Options, parsed), .. ConfigValidation.ModelProblems(model)], model, parsed.GetValue(depth), options);
            if (parsed.GetValue(wall) is { } watched)
            {
                Option[] others = [newPictures, layers];
                if (others.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } other)
                    throw new ConfigException($"{other.Name} measures the network alone, and --wall what streams get of it: give one of them.");
                return await MeasureWallAsync(
                    watched, parsed.GetResult(streams) is { Implicit: false } ? options.Streams : null, model, parsed.GetValue(duration), options.Steps, parsed.GetValue(json));
            }
            if (parsed.GetResult(duration) is { Implicit: false }) throw new ConfigException("--duration is how long a wall is measured: give --wall, or --steps.");
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
        if (model.Weights is not null && depth is not null) problems.Add("--depth is for a network without weights: --weights brings its own, and --wall takes the default ones.");
        if (depth is { } number && !NetworkVariant.Depths.Contains(number)) problems.Add($"--depth is one of {string.Join(", ", NetworkVariant.Depths)}, not {depth}.");
        if (options.Streams is < 1 or > MostStreams) problems.Add($"--streams must be 1 to {MostStreams}, not {options.Streams}.");
        if (options.NewPictures is < 1 or > 16) problems.Add($"--new-pictures must be 1 to 16, as many as a window has, not {options.NewPictures}.");
        if (options.Steps is < 10 or > 1_000_000) problems.Add($"--steps must be 10 to 1000000, not {options.Steps}.");
        if (problems.Count > 0) throw new ConfigException(problems);
    }

    private static BenchmarkReport Measure(ModelConfig model, int depth, BenchmarkOptions options)
    {
        using var line = Console.IsErrorRedirected ? null : new StatusLine();
        return EngineBenchmark.Run(() => Load(model, depth), options, status => line?.Show(status));
    }

    private static async Task<int> MeasureWallAsync(string watched, int? streams, ModelConfig model, int seconds, int steps, bool asJson)
    {
        if (seconds is < 1 or > 86_400) throw new ConfigException($"--duration must be 1 to 86400, not {seconds}.");
        var isNumber = int.TryParse(watched, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && !File.Exists(watched);
        if (isNumber && streams is not null) throw new ConfigException($"--wall {watched} says how many there are already: leave out --streams.");
        if (isNumber && number is < 1 or > MostStreams) throw new ConfigException($"--wall takes a file, or 1 to {MostStreams} streams, not {watched}.");
        if (!isNumber && !File.Exists(watched)) throw new ConfigException($"--wall: there is no file {Path.GetFullPath(watched)}; give one, or a number of streams.");
        var watchedFor = TimeSpan.FromSeconds(seconds);
        using var interruption = new Interruption();
        var folder = Directory.CreateTempSubdirectory("stavis-live-wall-");
        try
        {
            using var line = Console.IsErrorRedirected ? null : new StatusLine();
            var clip = watched;
            if (isNumber)
            {
                clip = Path.Combine(folder.FullName, "clip.mp4");
                await WallClip.MakeAsync(clip, WallBenchmark.Warming + watchedFor, interruption.Token);
            }
            line?.Show("the network alone");
            // What is compiled on the way isn't the network's.
            _ = Alone(FirstSteps);
            var before = Alone(steps);
            line?.Show("the wall");
            var flows = await new WallBenchmark(model, TimeProvider.System).RunAsync(clip, isNumber ? number : streams ?? 4, watchedFor, interruption.Token);
            line?.Show("the network alone");
            var measured = new WallMeasurement(isNumber ? "a made clip of 720x480 at 30 frames per second" : watched, before, Alone(steps), flows);
            line?.Dispose();
            if (asJson) Console.Out.WriteLine(JsonSerializer.Serialize(WallReport.AsJson(measured), BenchReport.JsonOptions));
            else WallReport.Write(Console.Out, measured);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        double Alone(int steps) => EngineBenchmark.MeasureThroughput(
            SaliencyNetwork.Load(model.Weights!, model.VisualOnly), new BenchmarkOptions { Predictor = PredictorFactory.OptionsOf(model), Steps = steps }).MapsPerSecond;
    }

    private static SaliencyNetwork Load(ModelConfig model, int depth) => model.Weights is { } file
        ? SaliencyNetwork.Load(file, model.VisualOnly)
        : SaliencyNetwork.Untrained(NetworkVariant.Published with { Depth = depth, Audiovisual = !model.VisualOnly });
}
