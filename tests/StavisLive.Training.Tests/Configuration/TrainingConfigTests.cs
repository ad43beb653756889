using System.Text;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Training.Configuration;

namespace StavisLive.Training.Tests.Configuration;

public sealed class TrainingConfigTests
{
    [Fact]
    public void Parse_MisspeltKeyInAStage_NamedWithTheRightOne()
    {
        var error = Assert.Throws<ConfigException>(() => Parse("""
            {
              "stages": [
                { "name": "a" },
                { "epohcs": 3, "rates": { "trunc": 1 } }
              ]
            }
            """));
        Assert.Equal(
            ["t.json, line 4: unknown key \"stages[1].epohcs\"; did you mean \"stages[1].epochs\"?",
             "t.json, line 4: unknown key \"stages[1].rates.trunc\"; did you mean \"stages[1].rates.trunk\"?"],
            error.Problems);
    }

    [Fact]
    public void Parse_Metadata_AnyKey() =>
        Assert.Equal("MIT", Parse("""{ "metadata": { "licence": "MIT" } }""").Metadata["licence"]);

    [Theory]
    [InlineData("{}", "data.gaze", "Nothing to learn from: give `data.gaze`, a folder of photographs with fixations.")]
    [InlineData(
        """{ "data": { "published": {} } }""",
        "data.published.root",
        "Nothing to learn from: give `data.published.root`, the folder with video_frames/, video_audio/ and annotations/.")]
    public void Check_NothingToLearnFrom_NamesTheKey(string text, string key, string message)
    {
        var found = Assert.Throws<ConfigException>(() => TrainingValidation.Check(Parse(text))).Found;

        Assert.Equal(message, Assert.Single(found, problem => problem.Key == key).Message);
    }

    [Fact]
    public void Check_EverythingWrong_ListsItAll()
    {
        var config = Parse("""
            {
              "network": { "depth": 11 },
              "data": { "train": "val" },
              "checkpointSteps": 0,
              "stages": [
                { "name": "a", "frames": 4, "batch": 0, "mix": { "scenes": 1 } },
                { "name": "a", "epochs": 0, "averaging": 1, "fusionFromVisual": true, "augmentation": { "smallestView": 0 }, "rates": { "trunk": -1 } }
              ]
            }
            """);
        var problems = string.Join('\n', Assert.Throws<ConfigException>(() => TrainingValidation.Check(config)).Problems);
        foreach (var key in new[]
        {
            "network: No ResNet of depth 11", "data.gaze", "data.train and data.validate", "checkpointSteps", "\"a\" is there 2 times", "stages[0].frames",
            "stages[0].batch", "stages[0].mix.scenes", "stages[1].epochs", "stages[1].averaging", "stages[1].fusionFromVisual", "stages[1].augmentation.smallestView", "stages[1].rates",
        }) Assert.Contains(key, problems);
    }

    [Theory]
    [InlineData("default.json")]
    [InlineData("video.json")]
    [InlineData("published.json")]
    public void Load_ShippedConfig_CanBeRun(string name)
    {
        var config = ConfigFile.Load<TrainingConfig>(Path.Combine("TestData", "configs", name));
        TrainingValidation.Check(config with
        {
            Data = config.Data.Published is { } published
                ? config.Data with { Published = published with { Root = "somewhere" } }
                : config.Data with { Gaze = "somewhere" },
        });
    }

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(1, 0, "stages[0].mix needs photographs")]
    [InlineData(0, 1, "stages[0].mix needs photographs")]
    public void Check_ClipsWithoutPhotographs_CanBeLearnedFromAlone(double photographs, double scenes, string? problem)
    {
        var stage = new StageConfig { Name = "a", Audiovisual = true, Mix = new MixConfig { Photographs = photographs, Clips = 1, Scenes = scenes } };
        var config = new TrainingConfig { Data = new DataConfig { Clips = "clips" }, Stages = [stage] };

        var found = Record.Exception(() => TrainingValidation.Check(config));

        if (problem is null) Assert.Null(found);
        else Assert.StartsWith(problem, Assert.IsType<ConfigException>(found).Message);
    }

    [Fact]
    public void Check_ClipsAndTalksWithoutWhatTheyNeed_ListsItAll()
    {
        var config = Parse("""
            {
              "data": { "gaze": "here", "speech": "there" },
              "stages": [ { "name": "a", "mix": { "clips": 1, "talks": 1 } }, { "name": "b", "audiovisual": true, "mix": { "talks": -1 } } ]
            }
            """);
        var problems = string.Join('\n', Assert.Throws<ConfigException>(() => TrainingValidation.Check(config)).Problems);
        foreach (var text in new[] { "stages[0].mix.clips needs clips", "stages[0].mix.talks needs a stage that listens", "stages[1].mix needs shares" }) Assert.Contains(text, problems);
    }

    [Theory]
    [InlineData(0.3, "clips", null)]
    [InlineData(0, null, null)]
    [InlineData(0.3, null, "in clips: it needs data.clips.")]
    [InlineData(1.5, "clips", "centerBias must be 0 to 1, not 1.5.")]
    [InlineData(double.NaN, "clips", "centerBias must be 0 to 1, not NaN.")]
    public void Check_CenterBias_IsAPowerAndNeedsClips(double power, string? clips, string? problem)
    {
        var config = new TrainingConfig
        {
            Data = new DataConfig { Gaze = "here", Clips = clips }, CenterBias = power, Stages = [new StageConfig { Name = "a", Epochs = 1, Batch = 1 }],
        };

        var found = Record.Exception(() => TrainingValidation.Check(config));

        if (problem is null) Assert.Null(found);
        else Assert.Contains(problem, Assert.IsType<ConfigException>(found).Message);
    }

    [Theory]
    [InlineData("init", true)]
    [InlineData("nowhere.safetensors", false)]
    [InlineData("b", false)] // a later stage
    public void Check_WhatAStageIsAveragedWith_MustBeThere(string with, bool isRight)
    {
        var stage = new StageConfig { Name = "a", Epochs = 1, Batch = 1, Blend = [new BlendConfig { With = with }] };
        var config = new TrainingConfig
        {
            Data = new DataConfig { Gaze = "here" },
            Init = new InitConfig { Visual = "start.safetensors" },
            Stages = [stage, new StageConfig { Name = "b", Epochs = 1, Batch = 1 }],
        };

        var problem = Record.Exception(() => TrainingValidation.Check(config));

        if (isRight) Assert.Null(problem);
        else Assert.Contains("stages[0].blend[0].with must be an earlier stage", Assert.IsType<ConfigException>(problem).Message);
    }

    [Fact]
    public void Check_PublishedVideosWithWhatNeedsPhotographs_ListsItAll()
    {
        var config = Parse("""
            {
              "data": { "gaze": "here", "published": { "train": [ "DIEM_list_train_fps.txt" ] } },
              "stages": [ { "name": "a", "audiovisual": true, "mix": { "scenes": 1 }, "teacher": { "weight": 0 }, "from": "b", "blend": [{ "with": "b", "share": 2 }] } ]
            }
            """);
        var problems = string.Join('\n', Assert.Throws<ConfigException>(() => TrainingValidation.Check(config)).Problems);
        foreach (var key in new[]
        {
            "data.gaze and data.published", "data.published.root", "data.published needs lists", "stages[0].mix", "stages[0].augmentation.wholeView",
            "stages[0].teacher.weights", "stages[0].teacher.weight must be",
            "stages[0].from", "stages[0].blend[0].with", "stages[0].blend[0].share",
        }) Assert.Contains(key, problems);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(28.9, 1)]
    [InlineData(29, 0.1)]
    [InlineData(44, 0.01)]
    public void FactorAt_PublishedSchedule_TenthAfterEachDrop(double epoch, double factor) =>
        Assert.Equal(factor, new ScheduleConfig().FactorAt(epoch, 60), 1e-12);

    [Fact]
    public void Load_PublishedSchedule_DropsAsTheAuthorsDoAndChoosesNothingByTheirTest()
    {
        var config = ConfigFile.Load<TrainingConfig>(Path.Combine("TestData", "configs", "published.json"));

        // MultiStepLR with int(0.5 * 60) - 1 and int(0.75 * 60) - 1, stepped behind each epoch; save_60.pth.
        Assert.All(config.Stages, stage => Assert.Equal([29, 44], stage.Schedule.Drops));
        Assert.All(config.Stages, stage => Assert.True(stage.KeepLast));
    }

    [Fact]
    public void FactorAt_CosineWithWarmup_RisesAndFallsToNothing()
    {
        var schedule = new ScheduleConfig { Kind = ScheduleKind.Cosine, Warmup = 1 };
        Assert.Equal(0, schedule.FactorAt(0, 10));
        Assert.InRange(schedule.FactorAt(0.5, 10), 0.45, 0.5);
        Assert.Equal(0.5, schedule.FactorAt(5, 10), 1e-9);
        Assert.Equal(0, schedule.FactorAt(10, 10), 1e-9);
    }

    private static TrainingConfig Parse(string text) => ConfigFile.Parse<TrainingConfig>("t.json", Encoding.UTF8.GetBytes(text));
}
