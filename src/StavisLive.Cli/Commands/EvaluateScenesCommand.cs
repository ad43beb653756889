using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using StavisLive.Cli.Running;
using StavisLive.Core.Configuration;
using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Evaluation.Trials;
using StavisLive.Hosting.Composition;
using StavisLive.Model.Inference;

namespace StavisLive.Cli.Commands;

/// <summary><c>evaluate scenes</c>: whether a network looks at what sounds.</summary>
internal static class EvaluateScenesCommand
{
    public static Command Build()
    {
        var weights = new Option<string?>("--weights") { HelpName = "FILE", Description = "Weights (.safetensors or .pth) instead of the default ones" };
        var data = new Option<string?>("--data") { HelpName = "DIR", Description = "Photographs for backgrounds; without them: plain walls" };
        var split = new Option<string>("--split") { Description = "Which of the photographs", DefaultValueFactory = _ => "val" };
        var count = new Option<int>("--count") { HelpName = "N", Description = "Scenes of each kind", DefaultValueFactory = _ => 100 };
        var seed = new Option<int>("--seed") { HelpName = "N", Description = "Seed of the scenes", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "Answer as JSON" };
        var command = new Command("scenes", "Made-up scenes of three objects, one of which sounds: does the map's peak follow the sound?") { weights, data, split, count, seed, json };
        command.SetAction(parsed =>
        {
            var scenes = parsed.GetValue(count);
            if (scenes < 1) throw new ConfigException($"--count must be 1 or more, not {scenes}.");
            using var interruption = new Interruption();
            using var network = SaliencyNetwork.Load(parsed.GetValue(weights) ?? DefaultWeights.File, visualOnly: false);
            if (!network.Variant.Audiovisual)
                throw new ConfigException("These weights are visual-only, and scenes ask what a network hears: give others as --weights.");
            Console.Error.WriteLine(network.Message);
            var backgrounds = parsed.GetValue(data) is { } folder
                ? GazeFolder.Read(folder, parsed.GetValue(split)).Select(image => image.Path).ToList()
                : [];
            try
            {
                var result = Run(new SceneTrials(network, backgrounds, parsed.GetValue(seed)), scenes, interruption.Token);
                if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
                else Show(result);
                return ExitCode.Done;
            }
            catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
            {
                return ExitCode.Interrupted;
            }
        });
        return command;
    }

    private static SceneTrialResult Run(SceneTrials trials, int count, CancellationToken cancellationToken)
    {
        if (Console.IsErrorRedirected) return trials.Run(count, _ => { }, cancellationToken);
        using var line = new StatusLine();
        return trials.Run(count, done => line.Show($"scene {done}/{count}"), cancellationToken);
    }

    private static void Show(SceneTrialResult result)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("trial", "share", "chance");
        void Add(string name, double value, string chance) => table.AddRow(name, value.ToString("0.000", CultureInfo.InvariantCulture), chance);
        Add("by kind: peak on the sounding object", result.ByKind, "0.333");
        Add("by kind: peak on the other one with its sound", result.ByKindSwapped, "0.333");
        Add("by kind: peak moves from one to the other", result.ByKindFollowed, "0.111");
        Add("silence: peak on the one that would have sounded", result.SilentOnSounding, "0.333");
        foreach (var (look, share) in result.SilentByLook.OrderBy(pair => pair.Key, StringComparer.Ordinal)) Add($"silence: peak on {look.ToLowerInvariant()}", share, "0.250");
        Add("strange sound: correlation with the silent map", result.StrangeCorrelation, "");
        if (result.PhotographCorrelation is { } correlation) Add("strange sound over photographs: correlation with the silent map", correlation, "");
        Add("by rhythm: peak on the sounding object", result.ByRhythm, "0.333");
        Add("by rhythm: peak on the other one with its sound", result.ByRhythmSwapped, "0.333");
        AnsiConsole.Write(table);
        Console.Out.WriteLine($"{result.Scenes} scenes of each kind");
    }
}
