using System.Globalization;
using Microsoft.Extensions.Logging;
using StavisLive.Model.Checkpoints;
using StavisLive.Model.Native;
using StavisLive.Model.Network;
using StavisLive.Training.Configuration;
using StavisLive.Training.Examples;
using StavisLive.Training.Trainer.Validation;
using StavisLive.Training.Trainer.Weights;
using static TorchSharp.torch;

namespace StavisLive.Training.Trainer;

/// <summary>Runs one stage. Owns its average, its optimiser and its teacher; the network is borrowed.</summary>
internal sealed class StageTrainer : IDisposable
{
    private readonly TrainingConfig _config;
    private readonly StageConfig _stage;
    private readonly StavisNetwork _network;
    private readonly WeightAverage _average;
    private readonly StageOptimizer _optimizer;
    private readonly Teacher? _teacher;
    private readonly IExampleSource _examples;
    private readonly Validator _validation;
    private readonly CheckpointFolder _checkpoints;
    private readonly ITrainingObserver _observer;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly int _epochSteps;

    private TrainingState _state;

    public StageTrainer(
        TrainingConfig config, TrainingState state, StavisNetwork network, IExampleSource examples, Validator validation,
        CheckpointFolder checkpoints, ITrainingObserver observer, ILogger log, TimeProvider time)
    {
        (_config, _state, _network, _examples, _validation) = (config, state, network, examples, validation);
        (_checkpoints, _observer, _log, _time) = (checkpoints, observer, log, time);
        _stage = config.Stages[state.Stage];
        _epochSteps = _stage.EpochSteps > 0 ? _stage.EpochSteps : (examples.Count + _stage.Batch - 1) / _stage.Batch;
        _average = new WeightAverage(network, _stage.Averaging);
        _optimizer = new StageOptimizer(network, _stage);
        _teacher = Teacher.Of(config, _stage);
    }

    /// <summary>Continues from a checkpoint of this stage.</summary>
    public void Resume(string checkpoint) => CheckpointFolder.Load(checkpoint, _network, _average, _optimizer);

    /// <summary>Trains to the stage's end and leaves its best weights in <see cref="StageFiles.Best"/>.</summary>
    /// <returns>The state after it.</returns>
    public async Task<TrainingState> RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var loader = new ExampleLoader(_examples, _stage.Batch);
        await using var batches = loader.Start(_state.Step, stop.Token).GetAsyncEnumerator(stop.Token);
        try
        {
            while (_state.Step < (long)_stage.Epochs * _epochSteps && !HasStoppedImproving() && await batches.MoveNextAsync())
            {
                Advance(batches.Current);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await stop.CancelAsync();
        }
        return _state;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _teacher?.Dispose();
        _optimizer.Dispose();
        _average.Dispose();
    }

    private bool HasStoppedImproving() => _stage.Patience > 0 && _state.SinceBest >= _stage.Patience;

    private void Advance(ExampleBatch batch)
    {
        var started = _time.GetTimestamp();
        var loss = Learn(batch);
        var step = _state.Step + 1;
        _average.Follow(step);
        _state = _state with { Step = step, LossSum = _state.LossSum + loss, Seconds = _state.Seconds + _time.GetElapsedTime(started).TotalSeconds };
        _observer.Stepped(_stage, step, (long)_stage.Epochs * _epochSteps, loss);

        var endsEpoch = step % _epochSteps == 0;
        if (!endsEpoch && step % _config.CheckpointSteps != 0) return;
        CheckWeights();
        if (endsEpoch) EndEpoch((int)(step / _epochSteps));
        else _checkpoints.Save(_state, _network, _average, _optimizer);
    }

    // Before anything is written: the weights of before are worth more than what cannot learn any more.
    private void CheckWeights()
    {
        using var scope = NewDisposeScope();
        if (!_network.state_dict().Values.All(values => values.isfinite().all().item<bool>())) throw Diverged("A weight is no number", _state.Step);
    }

    private double Learn(ExampleBatch batch)
    {
        using var scope = NewDisposeScope();
        SetTrainingMode();
        _optimizer.Clear();
        var epoch = (double)_state.Step / _epochSteps;
        var precision = _config.Precision == TrainingPrecision.Bf16 ? bfloat16 : float32;
        var frames = batch.Frames().to(precision);
        var (fused, visual, supervision) = _network.Supervised(frames, _network.Variant.Audiovisual ? batch.Audio() : null);
        var (density, fixations) = (batch.Density(), batch.Fixations());

        var loss = _stage.Loss.Of(fused.squeeze(1), density, fixations);
        if (_network.Variant.Audiovisual && _stage.VisualHead > 0)
            loss = loss.Plus(_stage.Loss.Of(visual.squeeze(1), batch.SilentDensity(), fixations).Times(_stage.VisualHead));
        var guidance = _stage.Supervision * (1 - (epoch / _stage.Epochs));
        if (guidance > 0)
        {
            for (var map = 0; map < supervision.shape[1]; map++)
                loss = loss.Plus(_stage.Loss.Of(supervision.select(1, map), batch.SilentDensity(), fixations).Times(guidance));
        }

        var mean = loss.mean();
        if (_teacher is not null && batch.Real() is { Length: > 0 } real)
            mean = mean.Plus(Lesson(_teacher, frames, real, fused, visual).sum().DividedBy(_stage.Batch));
        mean.backward();
        var value = mean.item<float>();
        var norm = _optimizer.GradientNorm();
        if (!float.IsFinite(value) || !double.IsFinite(norm))
            throw Diverged(string.Create(CultureInfo.InvariantCulture, $"The loss is {value} and its gradient's norm {norm}"), _state.Step + 1);
        _optimizer.Step(_stage.Schedule.FactorAt(epoch, _stage.Epochs), norm);
        return value;
    }

    private InvalidDataException Diverged(string what, long step) =>
        new($"{what} at step {step} of stage {_stage.Name}: try lower rates, or optimizer.largestGradient.");

    // What the teacher has to say of pictures of the world, one number each.
    private Tensor Lesson(Teacher teacher, Tensor frames, long[] real, Tensor fused, Tensor visual)
    {
        var rows = tensor(real);
        var maps = teacher.Maps(frames.index_select(0, rows));
        var lesson = teacher.Loss(fused.squeeze(1).index_select(0, rows), maps);
        return _network.Variant.Audiovisual && _stage.VisualHead > 0
            ? lesson.Plus(teacher.Loss(visual.squeeze(1).index_select(0, rows), maps).Times(_stage.VisualHead))
            : lesson;
    }

    private void SetTrainingMode()
    {
        _network.train();
        foreach (var (name, module) in _network.named_modules())
        {
            if (module is TorchSharp.Modules.BatchNorm3d or TorchSharp.Modules.BatchNorm2d
                && KeepsStatistics(NetworkParts.Of(name + "."))) module.eval();
        }
    }

    private bool KeepsStatistics(NetworkPart part) => _stage.Rates.Of(part) == 0 || (_stage.FixedStatistics && part == NetworkPart.Trunk);

    // The data may have changed since the training was broken off.
    private bool IsBest(ValidationResult result) =>
        _stage.KeepLast || _state.Epochs is not [.., var last] || !result.IsComparableTo(last.Validation)
        || _state.Best is not { } best || result.Score > best;

    private void EndEpoch(int epoch)
    {
        var started = _time.GetTimestamp();
        var result = _validation.Score(_average.Network, _stage.Frames);
        if (!double.IsFinite(result.Score)) throw Diverged("The validation's score is no number", _state.Step);
        var isBest = IsBest(result);
        if (isBest) WeightsFile.Save(_average.Network, StageFiles.Best(_config, _state.Stage));
        var seconds = _state.Seconds + _time.GetElapsedTime(started).TotalSeconds;
        var record = new EpochRecord(_stage.Name, epoch, _state.Step, _state.LossSum / _epochSteps, result, seconds);
        _state = _state with
        {
            LossSum = 0,
            Seconds = 0,
            Best = isBest ? result.Score : _state.Best,
            SinceBest = isBest ? 0 : _state.SinceBest + 1,
            Epochs = [.. _state.Epochs, record],
        };
        _checkpoints.Save(_state, _network, _average, _optimizer);
        TrainingLog.Write(_config.Output, _state.Epochs, _log);
        _observer.EpochEnded(_stage, _state);
    }
}
