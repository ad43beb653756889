using System.Globalization;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Evaluation.Datasets.GazeClips;
using StavisLive.Model.Checkpoints;
using StavisLive.Model.Network;
using StavisLive.Training.Configuration;
using StavisLive.Training.Trainer.Validation;
using StavisLive.Training.Trainer.Weights;
using static TorchSharp.torch;

namespace StavisLive.Training.Trainer;

/// <summary>A whole training, from the first stage or from wherever it was left.</summary>
public sealed partial class TrainingRun(TrainingConfig config, ITrainingObserver observer, ILogger log, TimeProvider time)
{
    private readonly CheckpointFolder _checkpoints = new(config.Output);

    /// <summary>Trains; a folder with a checkpoint is continued.</summary>
    /// <returns>File of the finished weights.</returns>
    /// <exception cref="ConfigException">The configuration cannot be run, or not with the checkpoint in its folder.</exception>
    /// <exception cref="OperationCanceledException">Interrupted; the last checkpoint stays.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        TrainingValidation.Check(config);
        Directory.CreateDirectory(config.Output);
        var checkpoint = _checkpoints.Latest();
        var state = checkpoint is null ? new TrainingState() : CheckpointFolder.ReadState(checkpoint);
        var changed = ChangedSettings.Check(config, state);
        if (checkpoint is not null) LogResumed(log, checkpoint);
        if (changed.Count > 0) LogChanged(log, string.Join(", ", changed));

        using ITrainingData data = config.Data.Published is null ? await GazeData.LoadAsync(config, log, cancellationToken) : await VideoData.LoadAsync(config, log, cancellationToken);
        var validation = new Validator(data.Validation);

        for (; state.Stage < config.Stages.Count; checkpoint = null)
        {
            var stage = config.Stages[state.Stage];
            state = state with { Settings = TrainingSettings.Of(config, state.Stage) };
            using var network = new StavisNetwork(config.Network.Variant(stage.Audiovisual), (ulong)config.Seed);
            if (checkpoint is null) Start(network, state.Stage);
            var examples = data.Examples(stage, config.Seed + state.Stage);
            using var trainer = new StageTrainer(config, state, network, examples, validation, _checkpoints, observer, log, time);
            if (checkpoint is not null) trainer.Resume(checkpoint);
            state = await trainer.RunAsync(cancellationToken);
            Blend(state.Stage, validation);
            state = state with { Stage = state.Stage + 1, Step = 0, Best = null, SinceBest = 0 };
        }
        return Finish();
    }

    private void Start(StavisNetwork network, int index)
    {
        var stage = config.Stages[index];
        if (stage.From == InitConfig.Name || (stage.From is null && index == 0)) LoadInitial(network);
        else PartialWeights.Load(network, stage.From is { } from ? StageFiles.Of(config, from) : StageFiles.Final(config, index - 1));
        using var noGradient = no_grad();
        if (stage.ForgetTime) StartingPoint.ForgetTime(network);
        if (stage.FusionFromVisual) StartingPoint.FuseAsVisual(network);
    }

    private void LoadInitial(StavisNetwork network)
    {
        if (config.Init.Visual is { } visual) Report(PartialWeights.Load(network, visual));
        if (config.Init.Sound is { } audio) Report(PartialWeights.Load(network, audio, "soundnet8."));
    }

    private void Report(PartialLoad load)
    {
        LogTaken(log, load.Path, load.Taken.Count, string.Join(", ", load.Taken));
        LogLeft(log, load.Path, load.Left.Count, string.Join(", ", load.Left));
    }

    private void Blend(int index, Validator validation)
    {
        using var network = StageBlend.Make(config, index);
        if (network is null) return;
        var stage = config.Stages[index];
        var groups = validation.Score(network, stage.Frames).Groups;
        var others = string.Join(", ", stage.Blend.Select(blend => string.Create(CultureInfo.InvariantCulture, $"{blend.Share} of {blend.With}")));
        LogBlended(log, stage.Name, others, string.Join(", ", groups.Select(group =>
            string.Create(CultureInfo.InvariantCulture, $"{group.Group} CC {group.Correlation:0.0000} NSS {group.Scanpath:0.000}"))));
    }

    private string Finish()
    {
        var path = Path.Combine(config.Output, "weights.safetensors");
        var best = WeightsFile.Load(StageFiles.Final(config, config.Stages.Count - 1), visualOnly: false);
        using (best.Network)
        {
            QuietTaps.Zero(best.Network, config.SmallestTap);
            if (config.Half) HalfRange.Fit(best.Network);
            using var biased = config.CenterBias > 0 ? ClipBias.Add(best.Network, GazeClipFolder.Read(config.Data.Clips!, config.Data.Train), config.CenterBias) : null;
            WeightsFile.Save(biased ?? best.Network, path, config.Metadata, config.Half);
        }
        return path;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Continuing from {Checkpoint:l}")]
    private static partial void LogResumed(ILogger log, string checkpoint);

    [LoggerMessage(Level = LogLevel.Information, Message = "Other settings than so far count from here on, as far as they still have a say: {Keys:l}")]
    private static partial void LogChanged(ILogger log, string keys);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stage:l}, averaged with {Others:l}: {Scores:l}")]
    private static partial void LogBlended(ILogger log, string stage, string others, string scores);

    [LoggerMessage(Level = LogLevel.Information, Message = "{File:l}: taken ({Count}): {Keys:l}")]
    private static partial void LogTaken(ILogger log, string file, int count, string keys);

    [LoggerMessage(Level = LogLevel.Information, Message = "{File:l}: left ({Count}): {Keys:l}")]
    private static partial void LogLeft(ILogger log, string file, int count, string keys);
}
