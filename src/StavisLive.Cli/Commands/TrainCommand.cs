using System.CommandLine;
using StavisLive.Cli.CommandLine;
using StavisLive.Cli.Logging;
using StavisLive.Cli.Running;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Training.Configuration;
using StavisLive.Training.Trainer;

namespace StavisLive.Cli.Commands;

/// <summary><c>train</c>: makes weights.</summary>
internal static class TrainCommand
{
    public static Command Build()
    {
        var config = new Option<string>("--config") { HelpName = "FILE", Description = "What to train, and how (configs/training/)", Required = true };
        var data = new KeyOption<string?>("--data", "data.gaze", "data.published.root") { HelpName = "DIR", Description = "Photographs with fixations, or the root of videos in the published layout, as the configuration has it" };
        var clips = new KeyOption<string?>("--clips", "data.clips") { HelpName = "DIR", Description = "Clips with fixations, for stages that learn from some" };
        var speech = new KeyOption<string?>("--speech", "data.speech") { HelpName = "DIR", Description = "Recordings of speech, for stages with people who talk (tools/made-speech makes some)" };
        var output = new KeyOption<string?>("--output", "output") { HelpName = "DIR", Description = "Folder for weights and logs; one with a checkpoint is continued" };
        var visual = new KeyOption<string?>("--init-visual", "init.visual") { HelpName = "FILE", Description = "Start the visual stage from what this file shares with it" };
        var audio = new KeyOption<string?>("--init-sound", "init.sound") { HelpName = "FILE", Description = "Start the sound network from this file" };
        var seed = new KeyOption<int?>("--seed", "seed") { HelpName = "N", Description = "Another seed than the configuration's" };
        var command = new Command("train", "Train weights; an interrupted training continues where it was") { config, data, clips, speech, output, visual, audio, seed };
        command.SetAction(async (parsed, _) =>
        {
            var read = ConfigFile.Load<TrainingConfig>(parsed.GetRequiredValue(config));
            return await RunAsync(read with
            {
                Data = DataAt(parsed.GetValue(data), read.Data) with
                {
                    Clips = parsed.GetValue(clips) ?? read.Data.Clips,
                    Speech = parsed.GetValue(speech) ?? read.Data.Speech,
                },
                Init = new InitConfig { Visual = parsed.GetValue(visual) ?? read.Init.Visual, Sound = parsed.GetValue(audio) ?? read.Init.Sound },
                Output = parsed.GetValue(output) ?? read.Output,
                Seed = parsed.GetValue(seed) ?? read.Seed,
            });
        });
        return command;
    }

    private static DataConfig DataAt(string? folder, DataConfig config) => (folder, config.Published) switch
    {
        (null, _) => config,
        (_, null) => config with { Gaze = folder },
        (_, { } published) => config with { Published = published with { Root = folder } },
    };

    private static async Task<int> RunAsync(TrainingConfig config)
    {
        using var logs = LogSetup.Create(new LogConfig());
        using var interruption = new Interruption();
        using var progress = new TrainingProgress(logs.CreateLogger("train"), TimeProvider.System);
        try
        {
            var run = new TrainingRun(config, progress, logs.CreateLogger("train"), TimeProvider.System);
            Console.Out.WriteLine($"wrote {await run.RunAsync(interruption.Token)}");
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine($"Interrupted; the same command continues from the last checkpoint in {config.Output}.");
            return ExitCode.Interrupted;
        }
    }
}
