using StavisLive.Model.Network;
using StavisLive.Training.Configuration;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StavisLive.Training.Trainer;

/// <summary>The optimiser of a stage: one group of parameters per part and kind, each with its rate. Owns the optimiser's state.</summary>
internal sealed class StageOptimizer : IDisposable
{
    private readonly OptimizerHelper _optimizer;
    private readonly OptimizerConfig _config;
    private readonly double[] _rates;
    private readonly Parameter[] _learning;

    /// <summary>Prepares a network's parameters; those of parts at rate 0 stop learning.</summary>
    public StageOptimizer(StavisNetwork network, StageConfig stage)
    {
        _config = stage.Optimizer;
        var groups = NetworkParts.Groups(network);
        foreach (var (part, _, parameters) in groups)
            foreach (var parameter in parameters) parameter.requires_grad_(stage.Rates.Of(part) > 0);

        var learning = groups.Where(group => stage.Rates.Of(group.Part) > 0).ToList();
        _rates = [.. learning.Select(group => stage.Rates.Of(group.Part) * (group.IsBias ? stage.Rates.BiasFactor : 1))];
        _learning = [.. learning.SelectMany(group => group.Parameters)];
        _optimizer = stage.Optimizer.Kind == OptimizerKind.Sgd
            ? optim.SGD(learning.Select((group, index) => new SGD.ParamGroup(
                group.Parameters, _rates[index], _config.Momentum, _config.Dampening, _config.WeightDecay)), _rates[0], _config.Momentum, _config.Dampening, _config.WeightDecay)
            : optim.AdamW(learning.Select((group, index) => new AdamW.ParamGroup(
                group.Parameters, _rates[index], weight_decay: group.IsBias ? 0 : _config.WeightDecay)));
    }

    /// <summary>One step along the gradients, with all rates multiplied by <paramref name="factor"/>.</summary>
    public void Step(double factor)
    {
        var index = 0;
        foreach (var group in _optimizer.ParamGroups) group.LearningRate = _rates[index++] * factor;
        if (_config.LargestGradient > 0) nn.utils.clip_grad_norm_(_learning, _config.LargestGradient);
        _optimizer.step();
    }

    /// <summary>Forgets the gradients.</summary>
    public void Clear() => _optimizer.zero_grad();

    /// <summary>Writes momenta and the like.</summary>
    public void Save(string path) => _optimizer.save_state_dict(path);

    /// <summary>Reads them back.</summary>
    public void Load(string path) => _optimizer.load_state_dict(path);

    /// <inheritdoc />
    public void Dispose() => _optimizer.Dispose();
}
