using StavisLive.Core.Configuration;
using StavisLive.Model.Network;
using StavisLive.Scenes.Backgrounds;

namespace StavisLive.Training.Configuration;

/// <summary>Checks a training's configuration as a whole, before anything is read.</summary>
public static class TrainingValidation
{
    /// <summary>Passes if the configuration can be run.</summary>
    /// <exception cref="ConfigException">Lists everything that is wrong, named by its key.</exception>
    public static void Check(TrainingConfig config)
    {
        var problems = NetworkProblems(config.Network)
            .Concat(DataProblems(config))
            .Concat(config.Stages.SelectMany((stage, index) => StageProblems(stage, config, $"stages[{index}]")))
            .ToList();
        if (config.SmallestTap is not (>= 0 and < 1)) problems.Add(ConfigProblem.Of("smallestTap", config.SmallestTap, $"smallestTap must be 0 or more and below 1, not {config.SmallestTap}."));
        if (config.CenterBias is not (>= 0 and <= 1)) problems.Add(ConfigProblem.Of("centerBias", config.CenterBias, $"centerBias must be 0 to 1, not {config.CenterBias}."));
        if (config.CenterBias > 0 && config.Data.Clips is null) problems.Add(new("centerBias", null, "centerBias is taken from where people looked in clips: it needs `data.clips`."));
        if (problems.Count > 0) throw new ConfigException(problems);
    }

    private static IEnumerable<ConfigProblem> NetworkProblems(NetworkConfig network)
    {
        string? problem = null;
        try
        {
            network.Variant(audiovisual: true).Validate();
        }
        catch (ArgumentException e)
        {
            problem = $"network: {e.Message}";
        }
        if (problem is not null) yield return new("network", null, problem);
    }

    private static IEnumerable<ConfigProblem> DataProblems(TrainingConfig config)
    {
        if (config.Data.Published is { } published)
        {
            if (config.Data.Gaze is not null) yield return new("data", null, "data.gaze and data.published are both given: learn from one of them.");
            if (published.Root is null) yield return new("data.published.root", null, "Nothing to learn from: give `data.published.root`, the folder with video_frames/, video_audio/ and annotations/.");
            if (published.Train.Count == 0 || published.Validate.Count == 0) yield return new("data.published", null, "data.published needs lists of videos: train and validate.");
        }
        else if (config.Data is { Gaze: null, Clips: null })
        {
            yield return new("data.gaze", null, "Nothing to learn from: give `data.gaze`, a folder of photographs with fixations.");
        }
        if (config.Data.Train == config.Data.Validate) yield return new("data.validate", config.Data.Validate, $"data.train and data.validate are both \"{config.Data.Train}\": validation needs pictures that weren't learned.");
        if (config.CheckpointSteps < 1) yield return ConfigProblem.Of("checkpointSteps", config.CheckpointSteps, $"checkpointSteps must be at least 1, not {config.CheckpointSteps}.");
        if (config.Stages.Count == 0) yield return new("stages", null, "stages is empty: there is nothing to do.");
        foreach (var twice in config.Stages.CountBy(stage => stage.Name).Where(group => group.Value > 1))
            yield return new("stages", twice.Key, $"stages: \"{twice.Key}\" is there {twice.Value} times; a stage needs a name of its own.");
    }

    private static IEnumerable<ConfigProblem> StageProblems(StageConfig stage, TrainingConfig config, string key)
    {
        if (stage.Name.Length == 0 || stage.Name.AsSpan().ContainsAny(Path.GetInvalidFileNameChars())) yield return new($"{key}.name", stage.Name, $"{key}.name must be a file's name, not \"{stage.Name}\".");
        if (stage.Frames is not (1 or 16)) yield return ConfigProblem.Of($"{key}.frames", stage.Frames, $"{key}.frames must be 1 or 16, not {stage.Frames}.");
        if (stage.Epochs < 1) yield return ConfigProblem.Of($"{key}.epochs", stage.Epochs, $"{key}.epochs must be at least 1, not {stage.Epochs}.");
        if (stage.Batch < 1) yield return ConfigProblem.Of($"{key}.batch", stage.Batch, $"{key}.batch must be at least 1, not {stage.Batch}.");
        if (stage.EpochSteps < 0) yield return ConfigProblem.Of($"{key}.epochSteps", stage.EpochSteps, $"{key}.epochSteps must be 0 or more, not {stage.EpochSteps}.");
        if (stage.Averaging is < 0 or >= 1 or double.NaN) yield return ConfigProblem.Of($"{key}.averaging", stage.Averaging, $"{key}.averaging must be 0 up to, not including, 1, not {stage.Averaging}.");
        if (!stage.Audiovisual && stage.Mix.Scenes > 0) yield return new($"{key}.mix.scenes", null, $"{key}.mix.scenes needs a stage that listens: set {key}.audiovisual.");
        if (stage.FusionFromVisual && !(stage.Audiovisual && config.Network.Fusion == FusionScheme.Concat)) yield return new($"{key}.fusionFromVisual", null, $"{key}.fusionFromVisual needs a stage that listens and network.fusion \"concat\".");
        if (!stage.Mix.Shares.All(share => share >= 0) || stage.Mix.Shares.Sum() <= 0) yield return new($"{key}.mix", null, $"{key}.mix needs shares of 0 or more, of which one is more.");
        if (stage.Mix.NeedsPhotographs && config.Data is { Gaze: null, Clips: not null, Published: null })
            yield return new($"{key}.mix", null, $"{key}.mix needs photographs, for themselves or for scenes and talks: give `data.gaze`, a folder of photographs with fixations, or let it be all clips.");
        if (stage.Mix.Clips > 0 && config.Data.Clips is null) yield return new($"{key}.mix.clips", null, $"{key}.mix.clips needs clips to learn from: give `data.clips`, a folder of clips with fixations.");
        if (stage.Mix.Talks > 0 && (!stage.Audiovisual || config.Data.Speech is null || config.Data.Faces is null)) yield return new($"{key}.mix.talks", null, $"{key}.mix.talks needs a stage that listens ({key}.audiovisual), `data.speech`, a folder of recordings of speech, and `data.faces`, a cascade that finds faces.");
        if (stage.Mix is not { Silent: >= 0, Strange: >= 0 } || stage.Mix.Silent + stage.Mix.Strange > 1) yield return new($"{key}.mix", null, $"{key}.mix: silent and strange are shares of 0 or more, together at most 1.");
        if (config.Data.Published is not null && stage.Mix.Shares.Skip(1).Any(share => share > 0)) yield return new($"{key}.mix", null, $"{key}.mix: clips, scenes and talks go with photographs: data.gaze instead of data.published.");
        if (config.Data.Published is not null && stage.Augmentation.WholeView < 1) yield return new($"{key}.augmentation.wholeView", null, $"{key}.augmentation.wholeView must be 1: published videos are shown whole.");
        if (stage.From is { } from && from != InitConfig.Name && !IsStageBefore(from, stage, config)) yield return new($"{key}.from", from, $"{key}.from must be an earlier stage, or \"init\", not \"{from}\".");
        foreach (var problem in stage.Blend.SelectMany((blend, index) => BlendProblems(blend, stage, config, $"{key}.blend[{index}]"))) yield return problem;
        if (stage.Teacher is { } teacher && !IsEarlier(teacher.Weights, stage, config))
            yield return new($"{key}.teacher.weights", teacher.Weights, $"{key}.teacher.weights must be an earlier stage, \"init\" where there are weights to start from, or a file of weights, not \"{teacher.Weights}\".");
        if (stage.Teacher is { Weight: not > 0 }) yield return ConfigProblem.Of($"{key}.teacher.weight", stage.Teacher.Weight, $"{key}.teacher.weight must be more than 0, not {stage.Teacher.Weight}.");
        foreach (var problem in RateProblems(stage.Rates, key + ".rates").Concat(AugmentationProblems(stage.Augmentation, key + ".augmentation"))) yield return problem;
    }

    private static IEnumerable<ConfigProblem> BlendProblems(BlendConfig blend, StageConfig stage, TrainingConfig config, string key)
    {
        if (!IsEarlier(blend.With, stage, config)) yield return new($"{key}.with", blend.With, $"{key}.with must be an earlier stage, \"init\" where there are weights to start from, or a file of weights, not \"{blend.With}\".");
        if (blend.Share is not (>= 0 and <= 1)) yield return ConfigProblem.Of($"{key}.share", blend.Share, $"{key}.share must be 0 to 1, not {blend.Share}.");
    }

    private static bool IsStageBefore(string name, StageConfig stage, TrainingConfig config) =>
        config.Stages.TakeWhile(other => other != stage).Any(other => other.Name == name);

    private static bool IsEarlier(string name, StageConfig stage, TrainingConfig config) =>
        IsStageBefore(name, stage, config)
        || (name == InitConfig.Name && config.Init.Visual is not null)
        || File.Exists(name);

    private static IEnumerable<ConfigProblem> RateProblems(RateConfig rates, string key)
    {
        double[] all = [rates.Trunk, rates.Side, rates.Heads, rates.Upsampling, rates.Sound, rates.Localization];
        if (all.Any(rate => rate < 0 || double.IsNaN(rate))) yield return new(key, null, $"{key}: no rate may be negative.");
        if (all.All(rate => rate == 0)) yield return new(key, null, $"{key}: all are 0, so that nothing would be learned.");
    }

    private static IEnumerable<ConfigProblem> AugmentationProblems(Augmentation augmentation, string key)
    {
        if (augmentation.SmallestView is not (> 0 and <= 1)) yield return ConfigProblem.Of($"{key}.smallestView", augmentation.SmallestView, $"{key}.smallestView must be more than 0 and at most 1, not {augmentation.SmallestView}.");
        double[] shares = [augmentation.Flip, augmentation.WholeView, augmentation.Grey, augmentation.Light, augmentation.Colour];
        if (shares.Any(share => share is < 0 or > 1 or double.NaN)) yield return new(key, null, $"{key}: flip, wholeView, grey, light and colour must be 0 to 1.");
        if (augmentation.Stretch is < 0 or double.NaN) yield return ConfigProblem.Of($"{key}.stretch", augmentation.Stretch, $"{key}.stretch must be 0 or more, not {augmentation.Stretch}.");
    }
}
