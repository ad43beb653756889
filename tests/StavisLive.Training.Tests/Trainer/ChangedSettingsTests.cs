using System.Text.Json;
using StavisLive.Core.Configuration;
using StavisLive.Training.Configuration;
using StavisLive.Training.Trainer;
using StavisLive.Training.Trainer.Validation;

namespace StavisLive.Training.Tests.Trainer;

public sealed class ChangedSettingsTests
{
    private static readonly TrainingConfig Config = new()
    {
        Output = "out",
        Stages =
        [
            new StageConfig { Name = "stills", Blend = [new BlendConfig { With = "init" }] },
            new StageConfig { Name = "video", Optimizer = new OptimizerConfig { Kind = OptimizerKind.AdamW }, Teacher = new TeacherConfig { Weights = "stills" } },
            new StageConfig { Name = "sound" },
        ],
    };

    /// <summary>What makes weights that aren't what their configuration says, and what is said of it.</summary>
    public static TheoryData<Func<TrainingConfig, TrainingConfig>, string> Refused => new()
    {
        { config => config with { Seed = 2 }, "seed is 2, but the training in out has been run with 1: set it back to continue, or give another output to begin anew." },
        { config => config with { Network = config.Network with { Depth = 10 } }, "network.depth is 10, but " },
        { config => WithStage(config, 0, stage => stage with { Epochs = 7 }), "stages[0].epochs is 7, but the training in out has been run with 60: " },
        { config => WithStage(config, 0, stage => stage with { Blend = [] }), "stages[0].blend is [], but " },
        { config => WithStage(config, 1, stage => stage with { Name = "film" }), "stages[1].name is \"film\", but the training in out has been run with \"video\": " },
        { config => WithStage(config, 1, stage => stage with { From = "init" }), "stages[1].from is \"init\", but the training in out has been run with not set: " },
        { config => WithStage(config, 1, stage => stage with { Optimizer = stage.Optimizer with { Kind = OptimizerKind.Sgd } }), "stages[1].optimizer.kind is \"sgd\", but the training in out has been run with \"adamW\": " },
        { config => WithStage(config, 1, stage => stage with { Rates = stage.Rates with { Sound = 1e-3 } }), "stages[1].rates.sound is 0.001, but the training in out has been run with 0: " },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Check_WhatWouldBeALie_IsRefusedByItsKey(Func<TrainingConfig, TrainingConfig> change, string expected)
    {
        var error = Assert.Throws<ConfigException>(() => ChangedSettings.Check(change(Config), Kept()));

        Assert.StartsWith(expected, Assert.Single(error.Problems));
    }

    [Fact]
    public void Check_WhatMayBeChangedOfTheStageUnderWay_IsTold()
    {
        var changed = WithStage(Config, 1, stage => stage with
        {
            Epochs = 90, Batch = 4, Rates = stage.Rates with { Trunk = 1e-4 }, Teacher = null, Schedule = new ScheduleConfig { Drops = [60] },
        });

        Assert.Equal(
            ["init.visual", "stages[1].epochs", "stages[1].batch", "stages[1].teacher", "stages[1].rates.trunk", "stages[1].schedule.drops"],
            ChangedSettings.Check(changed with { Init = new InitConfig { Visual = "elsewhere.safetensors" } }, Kept()));
    }

    [Fact]
    public void Check_StageThatHasRunOut_TakesWhatLetsItGoOnAlone()
    {
        var epochs = Config.Stages[1].Epochs;
        var done = Kept() with
        {
            Step = 600, Epochs = [new EpochRecord("video", epochs, Steps: 600, Loss: 1, new ValidationResult([]), Seconds: 1)],
        };

        Assert.Equal(["stages[1].epochs"], ChangedSettings.Check(WithStage(Config, 1, stage => stage with { Epochs = epochs + 1 }), done));
        var error = Assert.Throws<ConfigException>(
            () => ChangedSettings.Check(WithStage(Config, 1, stage => stage with { Rates = stage.Rates with { Trunk = 1e-4 } }), done));
        Assert.StartsWith("stages[1].rates.trunk is 0.0001, but ", Assert.Single(error.Problems));
    }

    [Fact]
    public void Check_StagesToCome_MayBeAnythingOrNothing()
    {
        Assert.Empty(ChangedSettings.Check(Config, Kept()));
        Assert.Empty(ChangedSettings.Check(Config with { Stages = [.. Config.Stages.Take(2), new StageConfig { Name = "other" }, new StageConfig { Name = "more" }] }, Kept()));
        Assert.Empty(ChangedSettings.Check(Config with { Stages = [Config.Stages[0]] }, Kept()));
    }

    [Fact]
    public void Check_CheckpointOfAFormerProgram_IsContinuedWithAnything() =>
        Assert.Empty(ChangedSettings.Check(Config with { Seed = 7 }, new TrainingState { Stage = 1 }));

    // Of the second stage, by way of its file.
    private static TrainingState Kept()
    {
        var text = JsonSerializer.Serialize(new TrainingState { Stage = 1, Settings = TrainingSettings.Of(Config, stage: 1) }, JsonSerializerOptions.Web);
        return JsonSerializer.Deserialize<TrainingState>(text, JsonSerializerOptions.Web)!;
    }

    private static TrainingConfig WithStage(TrainingConfig config, int number, Func<StageConfig, StageConfig> change) =>
        config with { Stages = [.. config.Stages.Select((stage, index) => index == number ? change(stage) : stage)] };
}
